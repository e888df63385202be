"""Censuses as files, and the whole register as plain values."""

import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

HEAD = (
    "账号编号",
    "账号名称",
    "平台类型",
    "主办单位",
    "运营单位",
    "运营方式",
    "状态",
    "开通日期",
    "开设依据",
    "专职人数",
    "曾用名",
    "所属平台",
)
ROWS = (
    (
        "A-1",
        "澄禾发布",
        "微信公众号",
        "澄禾县政府办公室",
        "澄禾县融媒体中心",
        "其他单位",
        "正常",
        "2016-03-01",
        "",
        "3",
        "澄禾政务、微澄禾",
        "",
    ),
    ("A-2", "澄禾水务", "微博", "澄禾县水务局", "某某传媒有限公司", "委托运营", "正常", "2017-08-02", "澄府办发〔2017〕12号", "", "", ""),
    ("A-3", "清水镇之声", "抖音", "清水镇政府", "", "自行运营", "冻结", "2019/5/1", "澄府办发〔2017〕12号", "0", "", ""),
    ("A-4", "澄禾县政府网", "网站", "澄禾县政府办公室", "", "", "正常", "2010-01-01", "", "2", "", ""),
    ("A-5", "通知公告", "栏目", "澄禾县政府办公室", "", "", "正常", "", "", "", "", "A-4"),
    ("A-6", "林业之窗", "微信公众号", "澄禾县林业局", "", "", "", "", "", "", "", ""),
    ("A-7", "", "贴吧", "澄禾县林业局", "", "", "正常", "", "", "", "", ""),
)


def xlsx(rows: Any = ROWS, head: Any = HEAD, name: str = "清单.xlsx") -> SimpleUploadedFile:
    """A census as a workbook."""
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def whole() -> dict[str, Any]:
    """Every row of the register and of the units, with its id, as plain values."""
    from zouxin.site.people.models import Unit
    from zouxin.site.registry import models

    kinds = (Unit, models.Platform, models.Order, models.Alias, models.Step, models.Contract, models.ContractPlatform, models.Confirmation)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in kinds}
