"""The quarterly bulletin of an inspection, in its customary form: title, basis, 总体情况, 主要问题, 要求, annexes.

The form is that of the bulletins tabulated in docs/reference (国办秘函〔2019〕19号 and local practice). Every rate stands with its
denominator; counts come from the inspection, which refuses to exist when they do not add up.
"""

from datetime import date

from zouxin.bulletins.document import Block, Document
from zouxin.model.arithmetic import shown
from zouxin.model.inspection import Count, Inspection, Named

STATES = {
    "gone": "复查合格",
    "still": "仍不合格",
    "recurred": "再次出现",
    "closed": "已关停",
    "cannot tell": "无法判定",
    "overruled": "经核实改判",
}


def compose(of: Inspection) -> Document:
    """The bulletin of an inspection as a document."""
    body = [*_head(of), *_overall(of), *_rechecked(of), *_troubles(of), *_demands(of), *_annexes(of)]
    foot = f"运行 {of.run}  检查时点 {of.moment}  校验码 {of.checksum}"
    return Document(title=of.title, blocks=tuple(body), foot=foot)


def _head(of: Inspection) -> list[Block]:
    bases = "、".join(of.bases)
    begin = f"按照{bases}的要求，" if bases else ""
    return [
        Block(kind="title", text=of.title), *([Block(kind="number", text=of.number)] if of.number else []),
        *([Block(kind="to", text=f"{of.to}：")] if of.to else []),
        Block(kind="text", text=f"{begin}{of.issuer}对{of.period}政府网站与政务新媒体进行了检查（检查时点 {_day(of.moment)}）。现将有关情况通报如下。"),
    ]  # fmt: skip


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _overall(of: Inspection) -> list[Block]:
    blocks = [Block(kind="heading", text="一、总体情况")]
    for nth, (name, count) in enumerate((("政府网站", of.sites), ("政务新媒体", of.accounts)), 1):
        blocks += [Block(kind="subheading", text=f"（{'一二'[nth - 1]}）{name}"), Block(kind="text", text=_said(count))]
    if of.by_kind:
        blocks.append(_counted("按平台类型（政务新媒体）", of.by_kind))
    if of.by_owner:
        blocks.append(_counted("按开设主体（网站与新媒体）", of.by_owner))
    told = [Block(kind="text", text=of.uncompared)] if of.uncompared else []
    return [*blocks, Block(kind="text", text=_by_what(of)), *told]


def _by_what(of: Inspection) -> str:
    """Which rules decided, and which did not and why: a rule that was not used clears nobody."""
    used, left = [one for one in of.rules if one.used], [one for one in of.rules if not one.used]
    text = f"本次检查使用单项否决规则 {len(used):,} 条" + (f"（{'、'.join(one.title for one in used)}）" if used else "")
    text += (
        f"；没有使用 {len(left):,} 条（{'；'.join(f'{one.title}：{one.why}' for one in left)}），本通报的合格不包含这些内容" if left else ""
    )
    partly = [f"{one.title}（{one.why}）" for one in used if one.why]
    return (
        text
        + (f"。其中没有用于全部平台的：{'；'.join(partly)}" if partly else "")
        + f"。各条规则的依据和结果见附件{5 if of.rechecks else 4}。"
    )


def _said(count: Count) -> str:
    if not count.register:
        return "名册中没有在用的平台。"
    text = f"名册在用 {count.register:,} 个，检查 {count.checked:,} 个，覆盖率 {shown(count.checked, count.register)}；"
    text += f"不合格 {count.failed:,} 个，合格率 {shown(count.passed, count.checked)}" if count.checked else "没有能够判定的"
    if count.unknown:
        text += f"；另有 {count.unknown:,} 个未能完整查看或缺少材料，无法判定，不计入合格，也不计入不合格"
        # what is found by one rule is cleared only by all: among few that could be judged the failed are too many
        least, most = shown(count.passed, count.register), shown(count.passed + count.unknown, count.register)
        text += f"。按在用的全部平台计算，合格率不低于 {least}、不高于 {most}"
    if count.change is not None:
        was = shown(count.earlier_checked - (count.earlier_failed or 0), count.earlier_checked or 0) if count.earlier_checked else ""
        moved = "持平" if abs(count.change) < 0.05 else f"{'上升' if count.change > 0 else '下降'} {abs(count.change):.1f} 个百分点"
        text += f"。上次合格率 {was}，本次{moved}"
    return text + "。"


def _counted(what: str, counts: tuple[Count, ...]) -> Block:
    rows = [("分类", "在用", "检查", "不合格", "无法判定", "合格率（合格/检查）")]
    rows += [(c.label, f"{c.register:,}", f"{c.checked:,}", f"{c.failed:,}", f"{c.unknown:,}", shown(c.passed, c.checked)) for c in counts]
    whole = [sum(getattr(c, name) for c in counts) for name in ("register", "checked", "failed", "unknown", "passed")]
    rows.append(("合计", *(f"{n:,}" for n in whole[:4]), shown(whole[4], whole[1])))
    return Block(kind="table", text=what, rows=tuple(rows))


def _rechecked(of: Inspection) -> list[Block]:
    if not of.earlier_run:
        return []
    blocks = [Block(kind="subheading", text="（三）上次检查发现问题的复查")]
    if not of.rechecks:
        return [*blocks, Block(kind="text", text="上次检查没有发现不合格的平台。")]
    counts = {state: sum(r.state == state for r in of.rechecks) for state in STATES}
    told = "，".join(f"{STATES[state]} {n:,} 项" for state, n in counts.items() if n)
    meant = "复查合格指再次完整查看并通过同一条规则；没有看到的不算改好。"
    meant += "已关停以名册记载为准，不算复查合格，也不算不合格。" if counts["closed"] else ""
    return [
        *blocks,
        Block(kind="text", text=f"上次通报（检查时点 {_day(of.earlier_moment)}）的 {len(of.rechecks):,} 项问题中，{told}。{meant}"),
    ]


def _troubles(of: Inspection) -> list[Block]:
    blocks = [Block(kind="heading", text="二、主要问题")]
    if not of.failed:
        return [*blocks, Block(kind="text", text="本次检查没有发现不合格的平台。")]
    for nth, (title, some) in enumerate(of.reasons, 1):
        names = "、".join(f"“{one.name}”（{one.kind}，{one.unit}）" for one in some)
        blocks += [Block(kind="subheading", text=f"（{_number(nth)}）{title}（{len(some):,} 个）"), Block(kind="text", text=f"{names}。")]
    return blocks


def _number(n: int) -> str:
    """A number below 100 in Chinese."""
    digits = "零一二三四五六七八九"
    if n < 10:
        return digits[n]
    tens, ones = divmod(n, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _demands(of: Inspection) -> list[Block]:
    until = f"，于{_day(of.due_on)}前完成并报告" if of.due_on else ""
    texts = (
        f"有关单位要对照附件逐项核实{until}。对认定有不同意见的，可以提出理由和材料，经核实后改判。",
        "恢复更新、归并、关停都是整改方式：确需保留的落实人员和经费；功能相近的归并到仍在服务群众的平台；确无力维护的按程序关停注销，并向社会公告。",
        "不以数量压减作为目标，不要求基层为整改另报材料；关停前要确认群众仍有办事和反映问题的渠道。",
    )
    rechecked = ["上次问题复查情况"] if of.rechecks else []
    names = ["不合格政府网站名单", "不合格政务新媒体名单", "无法判定名单", *rechecked, "本次检查的单项否决规则"]
    listed = "　".join(f"{nth}．{name}" for nth, name in enumerate(names, 1))
    texts = (*texts, f"附件：{listed}")
    return [Block(kind="heading", text="三、下一步工作要求"), *(Block(kind="text", text=text) for text in texts),
            *([Block(kind="sign", text=of.issuer)] if of.issuer else []), Block(kind="sign", text=_day(of.issued_on))]  # fmt: skip


def _annexes(of: Inspection) -> list[Block]:
    site = [one for one in of.failed if one.kind == "网站"]
    rest = [one for one in of.failed if one.kind != "网站"]
    blocks = _annex("附件1　不合格政府网站名单", site) + _annex("附件2　不合格政务新媒体名单", rest)
    rows = [("序号", "名称", "平台", "主办单位", "原因")]
    rows += [(str(nth), one.name, one.kind, one.unit, one.note) for nth, one in enumerate(of.unknown, 1)]
    blocks += [Block(kind="heading", text="附件3　无法判定名单"), *_rows_or_none(rows)]
    if of.rechecks:
        rows = [("序号", "名称", "平台", "主办单位", "上次的问题", "复查情况", "说明")]
        rows += [
            (str(n), r.platform.name, r.platform.kind, r.platform.unit, r.reason.title, STATES[r.state], r.because)
            for n, r in enumerate(of.rechecks, 1)
        ]
        blocks += [Block(kind="heading", text="附件4　上次问题复查情况"), *_rows_or_none(rows)]
    return [*blocks, *_rules(of, 5 if of.rechecks else 4)]


def _rules(of: Inspection, nth: int) -> list[Block]:
    rows = [("序号", "规则", "依据", "使用情况")]
    for at, one in enumerate(of.rules, 1):
        told = (
            f"判定 {one.found + one.clean:,} {one.of}，其中成立 {one.found:,} {one.of}；无法判定 {one.unknown:,} {one.of}"
            if one.used
            else "没有使用"
        )
        rows.append((str(at), one.title, one.citation, told + (f"（{one.why}）" if one.why else "")))
    return [Block(kind="heading", text=f"附件{nth}　本次检查的单项否决规则"), *_rows_or_none(rows)]


def _annex(title: str, some: list[Named]) -> list[Block]:
    rows = [("序号", "名称", "平台", "主办单位", "存在问题", "依据")]
    for nth, one in enumerate(some, 1):
        said, cited = "；".join(r.sentence for r in one.reasons), "；".join(dict.fromkeys(r.citation for r in one.reasons))
        rows.append((str(nth), one.name, one.kind, one.unit, said, cited))
    return [Block(kind="heading", text=title), *_rows_or_none(rows)]


def _rows_or_none(rows: list[tuple[str, ...]]) -> list[Block]:
    return [Block(kind="table", rows=tuple(rows))] if len(rows) > 1 else [Block(kind="text", text="无。")]
