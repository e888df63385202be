"""The page's words in three scripts: simplified Chinese and English by hand, traditional Chinese from simplified."""

from functools import cache
from importlib.resources import files

import opencc
import yaml

from zouxin.model.errors import ContentError
from zouxin.model.report import CheckView

BY_HAND = ("zh-Hans", "en")
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def words(checks: tuple[CheckView, ...]) -> dict[str, dict[str, str]]:
    """language -> key -> text; a check's own words stand under `RPL001.title` and so on."""
    said = {language: dict(page(language)) for language in BY_HAND}
    for check in checks:
        for language in BY_HAND:
            own = check.words.get(language) or check.words.get("zh-Hans") or {}
            said[language] |= {f"{check.code}.{name}": str(text) for name, text in own.items()}
    said["zh-Hant"] = _traditional(said["zh-Hans"])
    return {language: said[language] for language in LANGUAGES}


@cache
def page(language: str) -> dict[str, str]:
    """The page's own words in one language, read from beside this file. Raises ContentError for a value that is no text."""
    place = files("zouxin.bulletins.report") / "words" / f"{language}.yml"
    found: dict[str, str] = yaml.safe_load(place.read_text(encoding="utf-8"))
    wrong = [key for key, value in found.items() if not isinstance(value, str)]
    if wrong:
        raise ContentError(f"{wrong[0]} must be a text in quotes.", where=str(place))
    return found


def _traditional(simplified: dict[str, str]) -> dict[str, str]:
    """One call for all words; the separator is a character no word holds."""
    joined = opencc.OpenCC("s2t").convert("\x1f".join(simplified.values()))
    return dict(zip(simplified, joined.split("\x1f"), strict=True)) | {"lang.name": "繁體中文"}
