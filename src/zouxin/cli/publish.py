"""zouxin publish: the quarterly bulletin and the notices of a run."""

from datetime import date, datetime
from pathlib import Path

import click

from zouxin import flow

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("zouxin-report"), show_default=True, help="审计的输出文件夹")
@click.option("--run", default="", help="运行编号，默认最后一次")
@click.option("--before", default="", help="与哪一次运行的通报比较，默认前一次出过的")
@click.option("--issuer", default="", help="发文单位，如 某县人民政府办公室")
@click.option("--number", default="", help="文号")
@click.option("--to", default="", help="主送单位")
@click.option("--period", default="", help="如 2026年第一季度，默认按检查时点")
@click.option("--title", default="", help="标题，默认按惯例")
@click.option("--due", type=DAY, help="整改期限")
@click.option("--dated", type=DAY, help="成文日期，默认今天")
def publish(out: Path, run: str, before: str, issuer: str, number: str, to: str, period: str, title: str, due: datetime | None,
            dated: datetime | None) -> None:  # fmt: skip
    """由一次运行生成季度通报和各单位的整改通知（html、docx、xlsx）。各项合计与附件不符时不出文。"""
    order = flow.Order(
        out=out, run=run, before=before, issuer=issuer, number=number, to=to, period=period, title=title, due_on=due.date() if due else None,
        issued_on=dated.date() if dated else date.today(),
    )  # fmt: skip
    told, written = flow.quarterly(order)
    for count in (told.sites, told.accounts):
        click.echo(f"{count.label}：在用 {count.register:,}，检查 {count.checked:,}，不合格 {count.failed:,}，无法判定 {count.unknown:,}")
    click.echo(told.uncompared or f"与运行 {told.earlier_run}（检查时点 {told.earlier_moment}）通报的数字比较")
    click.echo(f"校验码 {told.checksum}；{len(written):,} 个文件在 {written[0].parent}")
