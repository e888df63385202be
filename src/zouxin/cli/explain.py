"""zouxin explain: one finding's whole reasoning."""

import json
from pathlib import Path

import click

from zouxin import flow
from zouxin.model.report import Span, TextView


@click.command()
@click.argument("mark")
@click.option("--out", type=click.Path(path_type=Path), default=Path("zouxin-report"), show_default=True, help="审计的输出文件夹")
def explain(mark: str, out: Path) -> None:
    """说清一条问题的全部理由：规则、依据、证据、两边原文与照抄之处。MARK 是它的标记。"""
    view, words = flow.explain(out, mark)
    click.echo(f"{view.mark}  {view.check} {words['title']}  （{view.unit or '单位不详'}，{view.source} {view.subject_id}）")
    click.echo(f"{view.sentence}{'（已改判）' if view.overruled else ''}")
    click.echo(
        f"查什么：{words['finds']}\n为什么要紧：{words['matters']}\n怎样改：{words['put_right']}\n什么时候说不准：{words['cannot_tell']}"
    )
    click.echo(f"依据：{view.citation}（等级 {view.grade}，规则包 {view.pack}）")
    click.echo(f"证据：{json.dumps(view.evidence, ensure_ascii=False)}")
    for name, text in (("来信", view.letter), ("答复", view.reply), *(("另一封来信", other) for other in view.others)):
        if text is not None:
            click.echo(f"\n—— {name} {text.id} {text.on or ''} {text.title}\n{marked(text)}")
    for day, counted, why in view.days:
        click.echo(f"{day} {'计' if counted else '不计'} {why}")


def marked(text: TextView, kind: str = "copied") -> str:
    """The text with its copied stretches in 【】."""
    shown, at = [], 0
    for span in sorted((s for s in text.spans if s.kind == kind), key=_start):
        shown += [text.text[at : span.start], "【", text.text[span.start : span.end], "】"]
        at = span.end
    return "".join([*shown, text.text[at:]])


def _start(span: Span) -> int:
    return span.start
