"""The arithmetic of a bulletin: does a printed rate follow from the counts beside it, do parts make up their total?

A rate contradicts its counts when it is off by more than one unit of its last printed digit: bulletins round and cut as they like,
but no rounding moves a rate further. Where a count is missing nothing is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

AGREES, CONTRADICTS, CANNOT_TELL = "agrees", "contradicts", "cannot tell"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the arithmetic says of one printed figure: `verdict`, `sentence` in Chinese, `recomputed` as printed digits or ""."""

    verdict: str
    sentence: str
    recomputed: str = ""


def rate(what: str, *, part: int | None, whole: int | None, printed: str) -> Told:
    """A printed rate ("93.5%") beside the counts it is of. Raises ValueError for a rate that is no number."""
    figure = _percent(printed)
    if part is None or whole is None:
        return Told(verdict=CANNOT_TELL, sentence=f"{what}：印为 {printed}，缺少{'分子' if part is None else '分母'}，无从核对。")
    if whole <= 0 or not 0 <= part <= whole:
        return Told(verdict=CONTRADICTS, sentence=f"{what}：印为 {printed}，而分子 {part:,}、分母 {whole:,} 不成比率。")
    true = Fraction(100 * part, whole)
    exponent = figure.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    shown = f"{float(true):.{max(places, 2)}f}%"
    if abs(Fraction(figure) - true) > Fraction(1, 10**places):
        return Told(verdict=CONTRADICTS, sentence=f"{what}：印为 {printed}，按 {part:,}/{whole:,} 应为 {shown}。", recomputed=shown)
    return Told(verdict=AGREES, sentence=f"{what}：{printed} 与 {part:,}/{whole:,} 相符。", recomputed=shown)


def total(what: str, *, parts: Sequence[int | None], whole: int | None) -> Told:
    """Parts beside the total they should make up."""
    known = [part for part in parts if part is not None]
    if whole is None or not known or len(known) < len(parts):
        return Told(verdict=CANNOT_TELL, sentence=f"{what}：数目不全，无从核对。")
    added = "+".join(f"{part:,}" for part in known)
    if sum(known) != whole:
        return Told(
            verdict=CONTRADICTS, sentence=f"{what}：各项 {added} 合计 {sum(known):,}，总数印为 {whole:,}。", recomputed=str(sum(known))
        )
    return Told(verdict=AGREES, sentence=f"{what}：各项 {added} 合计 {whole:,}，与总数相符。", recomputed=str(whole))


def shown(part: int, whole: int, *, places: int = 1) -> str:
    """A rate with its denominator, as documents print it: "93.5%（29/31）"; "—（0/0）" of nothing."""
    if not whole:
        return "—（0/0）"
    return f"{Decimal(100 * part) / Decimal(whole):.{places}f}%（{part:,}/{whole:,}）"


def _percent(printed: str) -> Decimal:
    try:
        return Decimal(printed.strip().rstrip("%％").strip())
    except InvalidOperation as error:
        raise ValueError(f"{printed!r} is no rate; write it as printed, like 93.5%") from error
