"""Published bulletins through the bulletin arithmetic: which printed figures contradict the counts printed beside them."""

from pathlib import Path

from zouxin import content
from zouxin.model.arithmetic import CANNOT_TELL, Told, rate, total

FILE = Path(__file__).parents[2] / "docs/examples/bulletins.yml"


def judged() -> list[tuple[str, Told]]:
    """(bulletin, what the arithmetic says) of every figure of every bulletin."""
    found = []
    for one in content.read(FILE)["bulletins"]:
        found += [(one["of"], _rate(entry)) for entry in one.get("rates", ())]
        found += [(one["of"], total(entry["what"], parts=entry["parts"], whole=entry["whole"])) for entry in one.get("totals", ())]
    return found


def _rate(entry: dict) -> Told:
    part = entry["whole"] - entry["failed"] if entry.get("failed") is not None else entry.get("part")
    if entry["printed"] is None:
        return Told(verdict=CANNOT_TELL, sentence=f"{entry['what']}：没有印出比率，无从核对。")
    return rate(entry["what"], part=part, whole=entry["whole"], printed=str(entry["printed"]))
