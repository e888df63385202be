"""Gate and audit never disagree: the gate of a draft says what the audit of the mailbox with the draft says, the mailbox's derived tables frozen."""

import csv
import tempfile
from datetime import date
from pathlib import Path

from bench.quality.gated import beside, held_out, told
from hypothesis import given, settings
from hypothesis import strategies as st

from zouxin import flow

MOMENT = date(2026, 6, 30)
#: what replies are made of: templates, substance, hand-overs, insults, signs that are hard to read
PIECES = (
    "您好！", "您反映的问题已收悉。", "我们已转交有关部门处理。", "感谢您对我们工作的关心和支持！", "请您咨询住建局。", "经查，该路段路灯因线路老化停用，6月3日已更换电缆并恢复照明。",
    "不说话没人把你当哑巴", "根据《物业管理条例》第三十五条，由物业公司负责维修。", "联系电话 0813-8812345。", "😀", "\u200b", "ＡＢＣ", "………", "=1+1", "研究研究再说。", "此件由镇政府办理。",
)  # fmt: skip
SENTENCES = (
    "石桥村口的路灯坏了三个月，晚上老人摔倒过。",
    "请问居住证到期怎么续签？",
    "小区物业乱收停车费，收了不给票。",
    "工地半夜还在打桩，孩子睡不着。",
    "公交站牌褪色看不清。",
    "滚",
    "",
)


@st.composite
def pairs(draw):
    """A letter and its reply: made of pieces, and in part of the letter itself."""
    letter = "".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=0, max_size=4)))
    parts = draw(
        st.lists(st.one_of(st.sampled_from(PIECES), st.just(letter), st.sampled_from(SENTENCES), st.text(max_size=12)), max_size=7)
    )
    clean = "".join(parts).replace("\x00", "").replace("\r", "")
    return letter, "".join(c for c in clean if not 0xD800 <= ord(c) < 0xE000)


@settings(max_examples=3)
@given(st.lists(pairs(), min_size=5, max_size=40))
def test_the_gate_of_a_draft_says_what_the_audit_of_it_says(some):
    with tempfile.TemporaryDirectory() as folder:
        place, out = Path(folder) / "信箱.csv", Path(folder) / "out"
        with place.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["编号", "来信标题", "来信内容", "来信时间", "答复内容", "答复时间", "答复单位"])
            rows.writerows(
                [f"L{nth}", "来信", letter, "2026-06-01", reply, "2026-06-10", f"单位{nth % 3}"] for nth, (letter, reply) in enumerate(some)
            )
        flow.audit(flow.Question(paths=(place,), out=out, today=MOMENT, as_of=MOMENT, everything=True))
        compared = beside(out, MOMENT)
        assert compared.asked > 0
        assert compared.differ == []
        assert {"RPL004", "RPL005"} <= {code for code, _id in told(out)}
        apart = held_out(out, Path(folder) / "left", MOMENT, many=6, seed=len(some))
        assert apart.asked == 2 * 3 * min(6, len(compared.replies) // 2)  # two rules, of each reply held out three drafts
        assert apart.differ == []
