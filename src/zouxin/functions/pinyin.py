"""How a name is spelled by those who type it without its characters."""

from functools import cache

from pypinyin import Style, lazy_pinyin


def spelled(name: str) -> tuple[str, str]:
    """A folded name's pinyin without tones and its initials: 城管 → chengguan, cg. What is no Hanzi stands as it is."""
    syllables = [_syllable(char) for char in name]
    return "".join(syllables), "".join(said[0] for said in syllables if said)


@cache
def _syllable(char: str) -> str:
    return lazy_pinyin(char, style=Style.NORMAL, errors="default")[0]
