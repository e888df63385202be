"""Data packages in and out, and lists of app releases."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zouxin import flow
from zouxin.connectors import app_releases, datapackage, detect
from zouxin.flow.landing import land
from zouxin.lake import Lake
from zouxin.model.errors import SourceError, UsageError
from zouxin.tables import all_tables

POSTS = '账号,平台,文章标题,正文,发布时间,阅读数\n澄禾发布,微信,停水通知,今日停水请储水,2024-05-01 08:30:00,1200\n澄禾发布,微信,=1+1,"有,逗号和\n换行",2024-05-02,\n'
LETTERS = "编号,来信内容,来信时间,答复内容,答复时间,答复单位\nL1,路灯坏了三个月没人修,2024-05-01,已经派人修好了路灯,2024-05-03,市政局\n"


def tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    with Lake(out / "lake") as lake:
        found = {}
        for name, table in all_tables().items():
            if table.kind == "landed" and name != "holiday":
                rows = [row for batch in lake.engine.batches(lake.open(name)) for row in batch.to_pylist()]
                found[name] = sorted(({k: v for k, v in row.items() if k != "source"} for row in rows), key=repr)
    return found


def landed(out: Path, *paths: Path) -> None:
    with Lake(out / "lake") as lake:
        land(flow.Question(paths=paths, out=out, today=date(2024, 6, 1)), lake)


@pytest.mark.parametrize(("name", "text"), [("posts.csv", POSTS), ("信箱.csv", LETTERS)])
def test_out_and_in_again(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    landed(tmp_path / "a", tmp_path / name)
    [package] = flow.export(tmp_path / "a", tmp_path / "packages", licence="CC-BY-4.0")
    said = json.loads(package.read_text("utf-8"))
    assert said["licenses"] == [{"name": "CC-BY-4.0"}]
    assert {f["type"] for r in said["resources"] for f in r["schema"]["fields"]} <= {
        "string",
        "date",
        "datetime",
        "integer",
        "number",
        "boolean",
    }
    assert detect(package) == "datapackage"
    landed(tmp_path / "b", package)
    assert tables(tmp_path / "b") == tables(tmp_path / "a")


def test_no_licence_is_not_an_open_one(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(POSTS, encoding="utf-8")
    landed(tmp_path / "a", tmp_path / "posts.csv")
    [package] = flow.export(tmp_path / "a", tmp_path / "packages")
    assert json.loads(package.read_text("utf-8"))["licenses"][0]["name"] == "other-closed"
    with pytest.raises(UsageError):
        flow.export(tmp_path / "none", tmp_path / "packages")


def test_somebody_elses_package(tmp_path: Path) -> None:
    said = {
        "name": "x",
        "licenses": [{"name": "ODC-PDDL-1.0"}],
        "resources": [{"name": "accounts", "path": "d/a.csv", "dialect": {"delimiter": ";"}}],
    }
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.csv").write_text("账号名称;平台类型;主办单位\n澄禾发布;微信;县政府\n", encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")
    landed(tmp_path / "a", tmp_path / "datapackage.json")
    assert tables(tmp_path / "a")["platform"][0]["id"] == "wechat:澄禾发布"


def test_what_is_left_out_of_a_package_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("账号名称,平台类型,主办单位\n澄禾发布,微信,县政府\n", encoding="utf-8")
    said: dict[str, Any] = {"name": "x", "resources": [
        {"name": "accounts", "path": ["a.csv", "b.xlsx"]}, {"name": "inside", "data": [{"a": 1}]}, {"name": "map", "path": "m.geojson"},
    ]}  # fmt: skip
    (tmp_path / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")
    [batch] = datapackage.read(tmp_path / "datapackage.json", {})
    told = "；".join(batch.stated)
    assert all(word in told for word in ("b.xlsx 不是 csv", "“inside”的数据写在说明文件里", "“map”的 m.geojson 不是 csv"))
    said["resources"] = said["resources"][1:]
    (tmp_path / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(SourceError, match=r"没有表格资源.*inside.*m\.geojson"):
        list(datapackage.read(tmp_path / "datapackage.json", {}))


@pytest.mark.parametrize(
    "said",
    [
        {}, {"resources": []}, {"resources": [{"path": "a.csv"}]}, {"resources": [{"name": "a"}]}, {"resources": [{"name": "a", "path": "../a.csv"}]},
        {"resources": [{"name": "a", "path": "/etc/passwd.csv"}]}, {"resources": [{"name": "a", "path": "http://x/a.csv"}]},
        {"resources": [{"name": "a", "path": "none.csv"}]}, {"resources": [{"name": "a", "data": [1]}]},
        {"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": "x"}}]}, [],
    ],
)  # fmt: skip
def test_broken_packages(tmp_path: Path, said: object) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(SourceError):
        list(datapackage.read(tmp_path / "datapackage.json", {}))


def test_releases_of_a_store(tmp_path: Path) -> None:
    answer = {"resultCount": 1, "results": [{"bundleId": "cn.chenghe", "trackName": "澄禾通", "version": "1.0.2", "currentVersionReleaseDate": "2018-05-01T07:00:00Z",
              "minimumOsVersion": "9.0", "genres": ["News"]}, "x"]}  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    [batch] = app_releases.read(tmp_path / "a.json", {})
    assert batch.rows.to_pylist() == [
        {
            "应用编号": "cn.chenghe",
            "应用名称": "澄禾通",
            "操作系统": "ios",
            "版本号": "1.0.2",
            "更新时间": "2018-05-01T07:00:00Z",
            "目标系统版本": "9",
        }
    ]
    assert len(batch.broken) == 1
    (tmp_path / "b.csv").write_text("应用名称,版本号\n澄禾通,1\n", encoding="utf-8")
    assert next(iter(app_releases.read(tmp_path / "b.csv", {}))).rows.num_rows == 1
