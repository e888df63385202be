"""Orders, contracts, services, releases, download channels and judgements about platforms of the sample county."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from zouxin.connectors._sample.registry import Planted, Registry

Row = tuple[Any, ...]


def orders(reg: Registry) -> list[Row]:
    """Rows of the part `orders`."""
    keys = ("id", "number", "title", "unit", "issued", "deadline", "demands", "kind", "assesses", "text")
    return [tuple(order[k] for k in keys) for order in reg.register["orders"]]


def contracts(reg: Registry) -> list[Row]:
    """Rows of the part `contracts`."""
    keys = ("id", "unit", "vendor", "title", "yuan", "from", "until")
    return [tuple(contract[k] for k in keys) for contract in reg.register["contracts"]]


def shares(reg: Registry, planted: Sequence[Planted]) -> Iterator[Row]:
    """合同编号, 平台编号, 分摊比例: by weight of the kind where one contract pays for many."""
    for contract in reg.register["contracts"]:
        many = [p for p in planted if p.plan.get("contract") == contract["id"]]
        if many:
            weights = reg.register["weights"]
            whole = sum(weights[p.kind] for p in many)
            yield from ((contract["id"], p.id, round(weights[p.kind] / whole, 9)) for p in many)
        else:
            yield from ((contract["id"], own_id, 1 if len(contract["at"]) == 1 else "") for own_id in contract["at"])


def services(reg: Registry, planted: Iterable[Planted]) -> Iterator[Row]:
    """服务编号, 平台编号, 服务名称, 事项编码, 是否全程网办, 缺少要素数: of the sites, of the apps and their programs."""
    codes: dict[str, str] = {}
    for one in planted:
        for nth, (name, missing) in enumerate(_offered(reg, one), 1):
            code = codes.setdefault(name, f"9907{len(codes) + 1:08d}")
            yield f"{one.id}-s{nth}", one.id, name, code, "是" if one.kind != "网站" else "否", missing


def _offered(reg: Registry, one: Planted) -> list[tuple[str, int | str]]:
    if one.kind == "网站":
        return [(name, missing) for name, missing in one.plan.get("services", reg.apps["services"])]
    lists: Mapping[str, Any] = reg.apps["offers"].get(one.unit, {})
    which = {"移动客户端": "app", "小程序": {"twin": "app", "other": "other"}.get(one.plan.get("offers", ""), "")}.get(one.kind, "")
    return [(name, "") for name in lists.get(which, ())] if which else []


def releases(reg: Registry, planted: Iterable[Planted]) -> Iterator[Row]:
    """应用编号, 版本号, 操作系统, 发布日期, 目标系统版本."""
    for one in planted:
        if one.kind == "移动客户端":
            yield from ((one.id, *release) for release in one.plan.get("releases", reg.apps["ordinary"]["releases"]))


def channels(reg: Registry, planted: Iterable[Planted], day: date) -> Iterator[Row]:
    """应用编号, 下载渠道, 下载地址, 是否官方渠道, 版本号, 查看日期."""
    for one in planted:
        if one.kind == "移动客户端":
            for name, url, official, version in one.plan.get("channels", reg.apps["ordinary"]["channels"]):
                yield one.id, name, url.format(id=one.id), official, version, day


def judgements(reg: Registry) -> list[Row]:
    """What people decided about platforms, as rows of the part `judgements`."""
    keys = ("table", "id", "question", "verdict", "basis", "role", "on", "until")
    return [tuple(one[k] for k in keys) for one in reg.register["judgements"]]
