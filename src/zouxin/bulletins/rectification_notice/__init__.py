"""The notice to one unit: what was found on its platforms, by which clause, what would put it right, by when, and how to dispute it."""

from collections.abc import Sequence

from zouxin.bulletins.document import Block, Document
from zouxin.model.inspection import Addressee, Inspection, Named


def compose(of: Inspection, unit: Addressee) -> Document:
    """The notice to a unit as a document. A unit without findings gets a notice that says so."""
    mine = of.of_unit(unit.source, unit.unit_id)
    day = f"{of.moment.year}年{of.moment.month}月{of.moment.day}日"
    title = "政务新媒体和政府网站整改通知"
    blocks = [
        Block(kind="title", text=title),
        Block(kind="to", text=f"{unit.name}{unit.apart}："),
    ]
    # the bulletin's number is the bulletin's alone
    seen = f"（见《{of.title}》，{of.number}）" if of.number else ""
    if not mine:
        blocks.append(Block(kind="text", text=f"{of.period}检查（检查时点 {day}）没有发现你单位的平台不合格，无需整改。"))
    else:
        blocks.append(
            Block(kind="text", text=f"{of.period}检查（检查时点 {day}）发现你单位主办的 {len(mine):,} 个平台存在下列问题{seen}：")
        )
        rows = _rows(mine)
        blocks.append(Block(kind="table", text="问题清单", rows=tuple(rows)))
        until = f"请于{of.due_on.year}年{of.due_on.month}月{of.due_on.day}日前" if of.due_on else "请"
        blocks += [
            Block(kind="text", text=f"{until}选择一种方式整改：恢复更新或修正，归并到其他平台，或者关停注销并公告。三种方式同等对待。"),
            Block(
                kind="text",
                text="整改后由其他人员再次查看，通过同一条规则即为合格，不需要另报材料。认为认定有误的，请写明编号和理由提出，经核实后改判。",
            ),
        ]
    return _document(of, title, blocks)


def unaddressed(of: Inspection) -> Document:
    """The list of failed platforms of which nobody knows the unit: a notice to nobody mends nothing, and silence about them would hide them."""
    mine = of.of_unit("", "")
    title = "主办单位不明的不合格平台名单"
    rows = [("序号", "平台", "名册所记主办单位", "问题", "依据", "编号")]
    for one in mine:
        rows += [
            (str(len(rows) + k), f"{one.name}（{one.kind}）", one.unit, r.sentence, r.citation, r.mark) for k, r in enumerate(one.reasons)
        ]
    said = f"下列 {len(mine):,} 个平台不合格，名册里没有写明主办单位，或者写的编号在单位表里查不到名称，没有发出整改通知。请先查明主办单位，补入名册后再通知。"
    blocks = [Block(kind="title", text=title), Block(kind="text", text=said), Block(kind="table", text="名单", rows=tuple(rows))]
    return _document(of, title, blocks)


def _rows(some: Sequence[Named]) -> list[tuple[str, ...]]:
    rows = [("序号", "平台", "问题", "依据", "编号")]
    for one in some:
        rows += [(str(len(rows) + k), f"{one.name}（{one.kind}）", r.sentence, r.citation, r.mark) for k, r in enumerate(one.reasons)]
    return rows


def _document(of: Inspection, title: str, blocks: list[Block]) -> Document:
    blocks += [
        Block(kind="sign", text=of.issuer),
        Block(kind="sign", text=f"{of.issued_on.year}年{of.issued_on.month}月{of.issued_on.day}日"),
    ]
    return Document(title=title, blocks=tuple(blocks), foot=f"运行 {of.run}  检查时点 {of.moment}  校验码 {of.checksum}")
