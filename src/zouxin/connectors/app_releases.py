"""Lists of app releases: tables (csv, xlsx, json), or what a store's look-up answers (a JSON object with `results`)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from zouxin.connectors._http import body_of, fetcher, is_address, name_of
from zouxin.connectors.batch import Batch, Broken, batch_of
from zouxin.connectors.cells import strings, text_of_value
from zouxin.model.errors import SourceError

HEADS = ("应用编号", "应用名称", "操作系统", "版本号", "更新时间", "目标系统版本")
#: what stores call it, in the order of HEADS
_NAMES = (
    ("bundleId", "packageName", "package_name", "appId", "app_id", "pkgname"),
    ("trackName", "appName", "app_name", "name", "title"),
    ("system", "os", "platform"),
    ("version", "versionName", "version_name", "currentVersion"),
    ("currentVersionReleaseDate", "updateDate", "update_time", "releaseDate", "released_on", "publishDate"),
    ("targetSdkVersion", "target_sdk", "targetSdk", "minimumOsVersion"),
)


def read(place: object, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of releases; row 1 is the first release of a look-up's answer, and a table's rows keep their numbers.

    Options: system (of all releases, where the list does not say it), and those of `_http.fetcher`. Raises SourceError.
    """
    if not is_address(place) and not _object(Path(str(place))):
        from zouxin.connectors import read_any  # the walk over connectors comes by here

        yield from read_any(Path(str(place)), options)
        return
    body = body_of(place, options, fetcher(options)).body
    try:
        said = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise SourceError(f"{name_of(place)}：不是完整的 JSON，请重新取得") from error
    records = (
        said
        if isinstance(said, list)
        else next((said[k] for k in ("results", "releases", "data", "list") if isinstance(said.get(k), list)), None)
    )
    if not records:
        raise SourceError(f"{name_of(place)}：没有找到版本列表，应是 [{{…}}] 或 {{“results”: [{{…}}]}}")
    yield _batch(records, system=str(options.get("system") or ""), file=name_of(place))


def _object(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and path.suffix == ".json"
    except OSError as error:
        raise SourceError(f"{path.name}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error


def _batch(records: list[object], *, system: str, file: str) -> Batch:
    rows, numbers, broken = [], [], []
    for number, record in enumerate(records, start=1):
        if not isinstance(record, Mapping):
            broken.append(Broken(row=number, reason="这一条不是 {…} 记录", remedy="每个版本写成一个 {…}", value=str(record)[:200]))
            continue
        cells = [next((record[k] for k in names if record.get(k) not in (None, "", [], {})), None) for names in _NAMES]
        found = [None if isinstance(c, dict | list) else text_of_value(c) for c in cells]
        found[2] = found[2] or system or ("ios" if "trackName" in record else None)
        found[5] = (found[5] or "").split(".")[0] or None
        rows.append(found)
        numbers.append(number)
    columns = [strings([row[n] for row in rows]) for n in range(len(HEADS))]
    return batch_of(columns, names=HEADS, numbers=numbers, file=file, broken=broken, stated=(f"应用版本 {len(rows)} 条",))
