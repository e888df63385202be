"""Numbers of private people in a published text: identity cards, mobiles, bank cards. Masked ones are innocent.

Identity numbers: 18 places, region, birthday and the check digit of GB 11643-1999. Bank cards: 16 to 19 digits, Luhn (ISO/IEC 7812-1),
beside a word that says so and none that says it is a unit's. A mobile counts where a private person stands before it and no contact line does.
"""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

_SUSPECT = r"[1-9][0-9]{10}|1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}"
_ID = re.compile(r"(?<![0-9A-Za-z])[1-8][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:62|4|5)(?:[0-9][ ]?){13,17}[0-9](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z-])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z])")
_OURS = re.compile(
    r"联系人|联系电话|联系方式|咨询|热线|举报|监督|值班|报名|致电|拨打|来电|服务电话|办公|负责人|经办|电话[:：]?$|微信同号|客服|预约|投诉电话|接线|局|中心|镇|街道|科|站|所"
)
_THEIRS = re.compile(
    r"申请人|当事人|患者|业主|来信人|投诉人|反映人|举报人|信访人|身份证|户主|学生|家长|获奖|中奖|贫困户|低保户|受助|承租人|购房人|考生|村民|先生|女士|您的|本人|姓名|家属|死者|嫌疑人"
)
_BANK = re.compile(r"卡号|银行卡|账号|帐号|账户|帐户")
_PUBLIC = re.compile(r"单位|财政|公司|专户|基金会|慈善|红十字|政府|局|中心|户名|捐款|捐赠|开户行|对公")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, kw_only=True)
class Leaks:
    """What a text gives away: how many numbers of each kind, their spans, and the same numbers masked, in the text's order."""

    ids: int
    mobiles: int
    cards: int
    spans: tuple[int, ...]
    shown: tuple[str, ...]


def leaks(texts: pa.Array) -> list[Leaks | None]:
    """Leaks of each text (n); None where there are none."""
    found: list[Leaks | None] = [None] * len(texts)
    for row in np.flatnonzero(suspects(texts).to_numpy(zero_copy_only=False)):
        found[row] = _leaks(texts[int(row)].as_py())
    return found


def struck(texts: pa.Array) -> pa.Array:
    """The same texts (n) with the middle of every private person's number struck out; their lengths stay."""
    found = leaks(texts)
    if not any(found):
        return texts
    return pa.array(
        [text if leak is None else _struck(text, leak.spans) for text, leak in zip(texts.to_pylist(), found, strict=True)], pa.string()
    )


def shown(text: str) -> str:
    """One text as it may be shown: the middle of every private person's number struck out."""
    leak = _leaks(text)
    return _struck(text, leak.spans) if leak else text


def _struck(text: str, spans: tuple[int, ...]) -> str:
    for start, end in zip(spans[::2], spans[1::2], strict=True):
        text = text[:start] + masked(text[start:end]) + text[end:]
    return text


def suspects(texts: pa.Array) -> pa.Array:
    """Whether a text (n) has digits enough for such a number; null is no."""
    return pa.compute.match_substring_regex(texts, _SUSPECT).fill_null(False)


def _leaks(text: str) -> Leaks | None:
    ids = [m.span() for m in _ID.finditer(text) if is_identity(m.group())]
    cards = [m.span() for m in _CARD.finditer(text) if m.span() not in ids and _is_private_card(text, *m.span())]
    mobiles = [m.span() for m in _MOBILE.finditer(text) if _is_private(text, m.start())]
    spans = sorted([*ids, *cards, *mobiles])
    if not spans:
        return None
    return Leaks(ids=len(ids), mobiles=len(mobiles), cards=len(cards), spans=tuple(at for span in spans for at in span),
                 shown=tuple(masked(text[a:b]) for a, b in spans))  # fmt: skip


def is_identity(number: str) -> bool:
    """Whether 18 places are a Chinese identity number: region, birthday, check digit."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(n) * w for n, w in zip(number[:17], _WEIGHTS, strict=True))
    return 1900 <= born.year <= 2100 and 11 <= int(number[:2]) <= 82 and "10X98765432"[total % 11] == number[17].upper()


def luhn(number: str) -> bool:
    """Whether the last digit of a card's number is its check digit."""
    digits = [int(n) for n in reversed(number)]
    return sum(d if k % 2 == 0 else d * 2 - 9 * (d > 4) for k, d in enumerate(digits)) % 10 == 0


def _is_private_card(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 60) : end + 30]
    return luhn(text[start:end].replace(" ", "")) and bool(_BANK.search(text[max(0, start - 20) : start])) and not _PUBLIC.search(around)


def _is_private(text: str, start: int) -> bool:
    """A private person stands before the number, in the same clause, and no contact line of an office does."""
    clause = re.split(r"[\n。！？；]", text[max(0, start - 30) : start])[-1]
    return bool(_THEIRS.search(clause)) and not _OURS.search(clause)


def masked(number: str) -> str:
    """A number with its middle struck out: three places at either end stay, of a long one four."""
    keep = 3 if len(number) < 16 else 4
    return number[:keep] + "*" * (len(number) - 2 * keep) + number[-keep:]
