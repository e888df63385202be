"""Data packages (Frictionless Data, specification v1): the tabular resources of a datapackage.json."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from zouxin.connectors import csv
from zouxin.connectors.batch import Batch
from zouxin.model.errors import SourceError
from zouxin.tables import all_tables

_NAME = "datapackage.json"


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of every tabular resource, `sheet` its name; a resource that is one of Zouxin's own tables says so.

    What is left out of a package (data inside the descriptor, files that are no csv) is stated with the first batch.

    Raises SourceError with what the specification demands where the descriptor breaks it, or a path leads outside.
    """
    package = descriptor(Path(place))
    licences = "、".join(str(one.get("name") or one.get("path") or "") for one in package.get("licenses", ()) if isinstance(one, Mapping))
    lost = tuple(word for resource in package["resources"] for word in left_out(resource))
    told: tuple[str, ...] = (f"数据包 {package.get('name') or package.get('title') or ''}，许可 {licences or '未说明'}", *lost)
    some = False
    # units and platforms first: what follows from letters and posts must not bring them a second time
    for resource in sorted(package["resources"], key=lambda one: one["name"] not in ("unit", "platform")):
        name = str(resource["name"])
        fields = [str(f["name"]) for f in resource.get("schema", {}).get("fields", ())]
        table = all_tables().get(name)
        own = name if table and table.kind == "landed" and fields and set(fields) <= {"source", *table.names} else ""
        for path in paths(resource, place=Path(place)):
            for batch in csv.read(path, _dialect(resource)):
                yield replace(batch, sheet=name, stated=(*told, *batch.stated), table=own, file=f"{Path(place).name}/{path.name}")
                told, some = (), True
    if not some:
        raise SourceError(f"{Path(place).name}：数据包里没有表格资源（csv）{'；' if lost else ''}{'；'.join(lost)[:300]}")


def descriptor(place: Path) -> dict:  # type: ignore[type-arg]
    """A datapackage.json as the specification has it. Raises SourceError naming what it lacks."""
    try:
        said = json.loads(place.read_text("utf-8-sig"))
    except OSError as error:
        raise SourceError(f"{place.name}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise SourceError(f"{place.name}：不是完整的 JSON，请重新取得") from error
    if not isinstance(said, dict) or not isinstance(said.get("resources"), list) or not said["resources"]:
        raise SourceError(f"{place.name}：数据包要有 resources（至少一个资源）")
    for nth, resource in enumerate(said["resources"], start=1):
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str) or not resource["name"]:
            raise SourceError(f"{place.name}：第 {nth} 个资源没有 name")
        if ("path" in resource) == ("data" in resource):
            raise SourceError(f"{place.name}：资源“{resource['name']}”应有 path 或 data 之一")
        schema = resource.get("schema", {})
        fields = schema.get("fields", []) if isinstance(schema, dict) else None
        if not isinstance(fields, list) or not all(isinstance(f, dict) and isinstance(f.get("name"), str) for f in fields):
            raise SourceError(f"{place.name}：资源“{resource['name']}”的 schema.fields 应是列表，每一项有 name")
    names = [r["name"] for r in said["resources"]]
    if len(set(names)) < len(names):
        raise SourceError(f"{place.name}：资源的 name 有重复，应各不相同")
    return said


def paths(resource: Mapping[str, object], *, place: Path) -> list[Path]:
    """Files of a resource beside its descriptor; none for one whose data stand inside it or are no table."""
    found = []
    for one in _paths(resource):
        pure = PurePosixPath(str(one))
        if "://" in str(one) or pure.is_absolute() or ".." in pure.parts or str(one).startswith("~"):
            raise SourceError(f"{place.name}：资源“{resource['name']}”的 path“{one}”在数据包外面；请先把文件放进数据包")
        if _is_table(pure, resource):
            found.append(place.parent / pure)
    for path in found:
        if not path.is_file():
            raise SourceError(f"{place.name}：缺少资源文件 {path.name}")
    return found


def left_out(resource: Mapping[str, object]) -> list[str]:
    """A sentence for each part of a resource that is not read: data inside the descriptor, files that are no table."""
    if "data" in resource:
        return [f"资源“{resource['name']}”的数据写在说明文件里，没有读；请存成 csv 文件，用 path 指过去"]
    names = [PurePosixPath(str(one)) for one in _paths(resource)]
    told = [f"资源“{resource['name']}”的 {pure.name} 不是 csv，没有读" for pure in names if not _is_table(pure, resource)]
    return told if names else [f"资源“{resource['name']}”的 path 里没有文件，没有读"]


def _paths(resource: Mapping[str, object]) -> list[object]:
    said = resource.get("path", [])
    return said if isinstance(said, list) else [said]


def _is_table(path: PurePosixPath, resource: Mapping[str, object]) -> bool:
    return path.suffix.lower() in (".csv", ".tsv", ".txt") or resource.get("format") in ("csv", "tsv")


def _dialect(resource: Mapping[str, object]) -> dict[str, object]:
    dialect = resource.get("dialect")
    delimiter = dialect.get("delimiter") if isinstance(dialect, Mapping) else None
    encoding = str(resource.get("encoding") or "")
    return {
        **({"delimiter": delimiter} if delimiter else {}),
        **({"encoding": encoding} if encoding and encoding.casefold() != "utf-8" else {}),
    }
