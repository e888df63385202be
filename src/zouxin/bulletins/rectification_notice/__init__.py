"""The notice to one unit: what was found on its platforms, by which clause, what would put it right, by when, and how to dispute it."""

from zouxin.bulletins.document import Block, Document
from zouxin.model.inspection import Inspection


def compose(of: Inspection, unit: str) -> Document:
    """The notice to a unit as a document. A unit without findings gets a notice that says so."""
    mine = of.of_unit(unit)
    day = f"{of.moment.year}年{of.moment.month}月{of.moment.day}日"
    title = "政务新媒体和政府网站整改通知"
    blocks = [
        Block(kind="title", text=title),
        *([Block(kind="number", text=of.number)] if of.number else []),
        Block(kind="to", text=f"{unit}："),
    ]
    if not mine:
        blocks.append(Block(kind="text", text=f"{of.period}检查（检查时点 {day}）没有发现你单位的平台不合格，无需整改。"))
    else:
        blocks.append(Block(kind="text", text=f"{of.period}检查（检查时点 {day}）发现你单位主办的 {len(mine):,} 个平台存在下列问题："))
        rows = [("序号", "平台", "问题", "依据", "编号")]
        for one in mine:
            rows += [(str(len(rows) + k), f"{one.name}（{one.kind}）", r.sentence, r.citation, r.mark) for k, r in enumerate(one.reasons)]
        blocks.append(Block(kind="table", text="问题清单", rows=tuple(rows)))
        until = f"请于{of.due_on.year}年{of.due_on.month}月{of.due_on.day}日前" if of.due_on else "请"
        blocks += [
            Block(kind="text", text=f"{until}选择一种方式整改：恢复更新或修正，归并到其他平台，或者关停注销并公告。三种方式同等对待。"),
            Block(
                kind="text",
                text="整改后由其他人员再次查看，通过同一条规则即为合格，不需要另报材料。认为认定有误的，请写明编号和理由提出，经核实后改判。",
            ),
        ]
    blocks += [
        Block(kind="sign", text=of.issuer),
        Block(kind="sign", text=f"{of.issued_on.year}年{of.issued_on.month}月{of.issued_on.day}日"),
    ]
    return Document(title=title, blocks=tuple(blocks), foot=f"运行 {of.run}  检查时点 {of.moment}  校验码 {of.checksum}")
