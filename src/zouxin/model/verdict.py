"""The four verdicts, the five reasons of a null answer, and the four severities."""

from typing import Final

CLEAN: Final = "clean"
FINDING: Final = "finding"
UNOBSERVABLE: Final = "unobservable"
NOT_JUDGED: Final = "not_judged"
VERDICTS: Final = (CLEAN, FINDING, UNOBSERVABLE, NOT_JUDGED)

#: why an answer is null -> the verdict that follows from it
BECAUSE: Final = {
    "unobserved": UNOBSERVABLE,
    "unreadable": NOT_JUDGED,
    "undated": NOT_JUDGED,
    "no_judgement": NOT_JUDGED,
    "out_of_period": NOT_JUDGED,
}

SEVERITIES: Final = ("veto", "fault", "advice", "private")


def verdict(found: bool | None, because: str | None) -> str:
    """The verdict that follows from one answer.

    `found` is true, false or None; `because` is a key of BECAUSE and given exactly
    when `found` is None. Raises ValueError when the two do not fit.
    """
    if found is None:
        if because not in BECAUSE:
            raise ValueError(f"a null answer needs a reason out of {', '.join(BECAUSE)}, not {because!r}")
        return BECAUSE[because]
    return FINDING if found else CLEAN
