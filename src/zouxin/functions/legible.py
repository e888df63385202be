"""Whether a text can be judged at all: empty, a scan, a minority script, a foreign language."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.functions.code_points import Flat

#: Arabic (Uyghur, Kazakh), Tibetan, Mongolian, Yi, Hangul, Tai Le and New Tai Lue, Lisu
_SCRIPTS = ((0x600, 0x6FF), (0xF00, 0xFFF), (0x1800, 0x18AF), (0xA000, 0xA4CF), (0xAC00, 0xD7AF), (0x1950, 0x19DF), (0xA4D0, 0xA4FF))
_SCAN = r"(见|详见|如|附|参见|查看|下载).{0,8}(附件|扫描件|图片|附图|截图|照片|图)|扫描件|^\S+\.(jpe?g|png|pdf|docx?|tiff?)$"
_SHORT = 24  # a longer text that mentions an attachment also says something itself


def unreadable(texts: pa.Array, folded: Flat) -> pa.Array:
    """Why each text cannot be judged: "empty", "scan", "minority_script", "foreign"; null where it can. string (n)."""
    lengths = folded.lengths
    owner = folded.owner
    hanzi = _count((folded.points >= 0x3400) & (folded.points <= 0x9FFF), owner, len(folded))
    minority = _count(_in_scripts(folded.points), owner, len(folded))
    scan = pc.fill_null(pc.match_substring_regex(texts, _SCAN, ignore_case=True), False).to_numpy(zero_copy_only=False)
    why = np.full(len(folded), None, object)
    latin = _count((folded.points >= 0x61) & (folded.points <= 0x24F), owner, len(folded))
    why[(hanzi * 5 < lengths) & (hanzi < 10) & (latin * 2 > lengths) & (lengths >= 8)] = "foreign"
    why[scan & (lengths <= _SHORT)] = "scan"
    why[minority * 2 > lengths] = "minority_script"
    why[lengths == 0] = "empty"
    return pa.array(why, pa.string())


def _in_scripts(points: np.ndarray) -> np.ndarray:
    inside = np.zeros(len(points), bool)
    for low, high in _SCRIPTS:
        inside |= (points >= low) & (points <= high)
    return inside


def _count(mask: np.ndarray, owner: np.ndarray, n: int) -> np.ndarray:
    return np.bincount(owner[mask], minlength=n)
