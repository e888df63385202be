"""A citizen's text as everybody may read it: every number or address that leads to a person struck out, whoever's it is.

Stricter than functions.privacy, which looks for leaks and lets an office's own numbers stand: in a letter nobody can know whose they are. Landlines stay,
they are offices' and shops'; the last digits of a struck number do not.
"""

import re

_ID = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}[ -]?(?:19|20)?[0-9]{2}[ -]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ -]?[0-9]{3}[0-9Xx]?(?![0-9])"
)
_LONG = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){11,20}[Xx]?(?![0-9])")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?1[ -]?[3-9](?:[ .·-]?[0-9]){9}(?![0-9])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+[ ]*(?:@|＠|\(at\)|\[at\])[ ]*[A-Za-z0-9-]+(?:[ ]*(?:\.|。|点)[ ]*[A-Za-z]{2,}|\.[A-Za-z0-9.-]+)+")
_CHAT = re.compile(r"((?:微信号?|VX|vx|WeChat|wechat|QQ号?|qq号?)[ :：是为]{0,3})([A-Za-z0-9_-]{5,20})")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·.-]?(?=[A-HJ-NP-Z0-9]*[0-9])[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_NAMED = re.compile(
    r"((?:我叫|本人姓名|姓名[:：]|联系人[:：]|我是(?=[^，。；]{2,3}[，,。]联系))[ ]*)([\u4e00-\u9fff·]{2,4})(?=[，,。；;、（( \n]|$)"
)
_DOOR = re.compile(r"(?<![0-9])([0-9]{1,3}(?:号楼|幢|栋|单元)[0-9]{0,2}(?:单元)?)([0-9]{3,4})(?=室|房|户|号(?!楼))")
_WIDE = str.maketrans("０１２３４５６７８９ＸｘＡＢＣ－", "0123456789XxABC-")


def public_copy(text: str) -> str:
    """The same text with what leads to a person replaced by dots, one for each character."""
    plain = text.translate(_WIDE)
    for pattern in (_MAIL, _ID, _LONG, _MOBILE, _PLATE):
        plain = pattern.sub(lambda found: "●" * len(found[0]), plain)
    for pattern in (_CHAT, _NAMED, _DOOR):
        plain = pattern.sub(lambda found: found[1] + "●" * len(found[2]), plain)
    return "".join(new if new == "●" else old for old, new in zip(text, plain, strict=True))
