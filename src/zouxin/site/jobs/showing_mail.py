"""What the sample county's mailbox has in quarantine: mail of different kinds, and a hotline's table, one row of which cannot be read."""

import csv
import io
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zouxin import flow
from zouxin.site.jobs import intakes as jobs
from zouxin.site.mailbox.actions import incoming, intakes
from zouxin.site.people.models import Unit, User

BY = "后台"
FOLDER = "xinxiang@chenghe.example/INBOX"
HOTLINE = ("工单编号", "来电时间", "诉求人", "联系电话", "事发地址", "诉求内容", "诉求类型", "承办单位", "办结时限", "回访结果")


def fill_incoming(user: User, top: Unit) -> None:
    """Mail and a table that wait for somebody to decide."""
    now = timezone.now() - timedelta(hours=6)
    lamp = _mail(
        "周先生",
        "zhou@mail.example",
        "老城东街井盖响",
        "老城东街与学府路口的井盖松了，车压过去整夜响，请派人看看。\n\n> 以前写过一次，没有回音。",
        now,
    )
    lamp.add_attachment("井盖在公交站牌往东二十步。".encode(), maintype="text", subtype="plain", filename="位置说明.txt")
    lamp.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="照片.exe")
    away = _mail("吴女士", "wu@mail.example", "自动回复：您的来信有了答复", "我正在休假，回来以后再复您。", now)
    away["Auto-Submitted"] = "auto-replied"
    spam = _mail("", "offer@mail.example", "低价代开", "低价代办各类业务，回复此邮件联系。", now)
    for nth, raw in enumerate((lamp.as_bytes(), away.as_bytes(), spam.as_bytes(), b""), start=1):
        one = flow.Delivered(mark=f"7/{nth}", raw=raw, received_at=now + timedelta(minutes=nth))
        incoming.come(one, flow.read_message(raw), folder=FOLDER, by=BY)
    day = timezone.localtime(now)
    rows = [
        _row("GD0001", day, "学府路小学门口早上堵车，孩子过马路危险，请安排人疏导。", top.name),
        _row("GD0002", day - timedelta(days=1), "自来水发黄三天了，什么时候能好？", "没有这个单位"),
        {**_row("GD0003", day, "公园的灯不亮。", top.name), "来电时间": "不详"},
    ]
    held = intakes.upload(top, _table(rows), way="12345", source="12345 热线", by=user)
    jobs.read.call(held.pk)
    intakes.start(held, by=user)
    jobs.take.call(held.pk)
    more = intakes.upload(
        top, _table([_row("GD0004", day, "公交站少了一块顶棚，下雨没处躲。", top.name), rows[2]]), way="12345", source="12345 热线", by=user
    )
    jobs.read.call(more.pk)


def _mail(name: str, address: str, subject: str, text: str, at: datetime) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"], made["Date"] = f"{name} <{address}>".strip(), subject, format_datetime(at)
    made["Message-ID"] = f"<{address}>"
    made.set_content(text)
    return made


def _row(number: str, at: datetime, text: str, unit: str) -> dict[str, str]:
    said = (
        number,
        f"{at:%Y-%m-%d %H:%M:%S}",
        "某先生",
        "13800138000",
        "老城",
        text,
        "投诉",
        unit,
        f"{at + timedelta(days=7):%Y-%m-%d}",
        "未回访",
    )
    return dict(zip(HOTLINE, said, strict=True))


def _table(rows: list[dict[str, str]]) -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, HOTLINE)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("热线工单.csv", text.getvalue().encode())
