"""A number a pack may change."""

from dataclasses import dataclass

Value = int | float | str


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Default, unit, which way is stricter, and the allowed words where the limit is a choice.

    `stricter` is "lower", "higher" or "" (no order: a choice). Raises ValueError when a
    default is not among its choices.
    """

    default: Value
    unit: str
    stricter: str = ""
    choices: tuple[str, ...] = ()
    doc: str = ""

    def __post_init__(self) -> None:
        if self.stricter not in ("lower", "higher", ""):
            raise ValueError(f"stricter is lower, higher or empty, not {self.stricter!r}")
        self.accept(self.default)

    def accept(self, value: Value) -> Value:
        """The value, if it may stand here. Raises ValueError with what would be right."""
        if self.choices and value not in self.choices:
            raise ValueError(f"{value!r} is none of {', '.join(self.choices)}")
        if not self.choices and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise ValueError(f"{value!r} is not a number of {self.unit}")
        return value

    def tighter(self, value: Value, than: Value) -> bool | None:
        """Whether `value` is stricter than `than`; None where the two have no order."""
        if not self.stricter or isinstance(value, str) or isinstance(than, str):
            return None
        return value < than if self.stricter == "lower" else value > than
