"""The rules that may fail a platform, as a run used them: what each said of every platform, and of whom it said nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zouxin.model.errors import RenderError
from zouxin.model.inspection import Reason, Used
from zouxin.model.ruled import Ruled

SITES = ("website",)
ACCOUNTS = ("wechat", "weibo", "short_video", "app", "mini_program", "other")
KINDS = {
    "wechat": "微信公众号",
    "weibo": "微博",
    "short_video": "短视频号",
    "app": "移动客户端",
    "mini_program": "小程序",
    "other": "其他",
    "website": "网站",
}
#: why it could not be judged, as an annex says it
WHY = {
    "unobserved": "未能完整查看",
    "unreadable": "内容无法读取",
    "undated": "缺少日期",
    "no_judgement": "需要人工判断",
    "out_of_period": "不在检查时段内",
}
NOBODY = "没有人工认定"

Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A platform of the register that was open at the moment; `status` and `unit_id` are "" where nobody knows them."""

    key: Key
    name: str
    kind: str
    unit: str
    level: str
    status: str = "live"
    unit_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of a veto rule about a platform, by its source and id; `found` None where it cannot be told."""

    platform: Key
    found: bool | None
    because: str
    reason: Reason
    seen_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Veto:
    """A rule that a pack lets fail a platform, and what it said where it was asked so.

    `kinds`: those of which it asks every live platform; `clean`: the platforms it cleared by name, `answers` the others. A rule `of_posts`
    fails a platform by what it published, and never clears one.
    """

    rule: Ruled
    title: str
    kinds: tuple[str, ...] = ()
    of_posts: bool = False
    clean: frozenset[Key] = frozenset()
    answers: Sequence[Answer] = field(default=())


class Vetoes:
    """What the veto rules of a run say of the platforms listed. Raises RenderError where none was asked: then nobody passes."""

    def __init__(self, listed: Mapping[Key, Listed], rules: Sequence[Veto]) -> None:
        self.listed, self.rules = listed, rules
        self.asked = [one for one in rules if one.rule.vetoes]
        if not self.asked:
            raise RenderError(_nothing_asked(rules))
        self.said: dict[Key, list[tuple[Veto, Answer]]] = {}
        for veto in self.asked:
            for answer in veto.answers:
                if answer.platform not in listed:
                    raise RenderError(f"有一条关于 {answer.platform[1]} 的回答，名册里没有它，不出通报")
                self.said.setdefault(answer.platform, []).append((veto, answer))
        self.unused = {(v.rule.check, kind) for v in self.asked for kind in KINDS if not v.of_posts and self._unjudged(v, kind)}

    def _unjudged(self, veto: Veto, kind: str) -> bool:
        """Whether nobody brought a judgement about any platform of a kind: then the rule is no part of this inspection."""
        of = [a for a in veto.answers if self.listed[a.platform].kind == kind and self.listed[a.platform].status]
        cleared = any(self.listed[key].kind == kind for key in veto.clean & self.listed.keys())
        return bool(of) and not cleared and all(a.found is None and a.because == "no_judgement" for a in of)

    def found(self, key: Key) -> list[Answer]:
        """What was found about a platform."""
        return [answer for _, answer in self.said.get(key, ()) if answer.found]

    def state(self, key: Key) -> str:
        """failed, passed or unknown."""
        if self.found(key):
            return "failed"
        return "unknown" if self.at_a_loss(key) else "passed"

    def at_a_loss(self, key: Key) -> list[str]:
        """Why a platform of which nothing was found cannot be judged; nothing where it passes."""
        kind, told = self.listed[key].kind, self.said.get(key, [])
        mine = [(v, a) for v, a in told if not v.of_posts and (v.rule.check, kind) not in self.unused]
        lost = [f"{v.title}：{WHY.get(a.because, a.because)}" for v, a in mine if a.found is None]
        answered = {v.rule.check for v, _ in mine} | {v.rule.check for v in self.asked if key in v.clean}
        owing = [v for v in self.asked if kind in v.kinds and (v.rule.check, kind) not in self.unused and v.rule.check not in answered]
        if owing and self.listed[key].status == "lost":
            return ["账号失控（名册记载），未能检查"]
        lost += [f"{v.title}：没有得到回答" for v in owing]
        return list(dict.fromkeys(lost)) if lost or answered else ["本次没有适用于这类平台的规则"]

    def used(self) -> tuple[Used, ...]:
        """Each rule with what came of it, those of use first."""
        return tuple(sorted((self._used(one) for one in self.rules), key=lambda one: (not one.used, one.check)))

    def _used(self, veto: Veto) -> Used:
        rule = veto.rule
        told = {"check": rule.check, "title": veto.title, "citation": rule.cited, "document": rule.document}
        if not rule.vetoes:
            return Used(**told, used=False, why=rule.why or "没有问")
        if veto.of_posts:
            counts = {name: rule.answers.get(verdict, 0) for name, verdict in (("found", "finding"), ("clean", "clean"))}
            unknown = sum(rule.answers.get(verdict, 0) for verdict in ("not_judged", "unobservable"))
            seen = any(counts.values())
            return Used(
                **told, **counts, unknown=unknown, of="篇", used=seen, why="" if seen else "文章的文字读不到" if unknown else "没有载入文章"
            )
        kinds = [kind for kind in KINDS if (rule.check, kind) in self.unused]
        mine = [a for a in veto.answers if self.listed[a.platform].kind not in kinds]
        clean = len(veto.clean & self.listed.keys()) + sum(a.found is False for a in mine)
        why = f"{'、'.join(KINDS[kind] for kind in kinds)}：{NOBODY}" if kinds else "" if mine or clean else "名册里没有它检查的平台"
        return Used(**told, used=bool(mine or clean), why=why, clean=clean, found=sum(bool(a.found) for a in mine),
                    unknown=sum(a.found is None for a in mine))  # fmt: skip


def _nothing_asked(rules: Iterable[Veto]) -> str:
    left = "；".join(f"{one.rule.check} {one.title}：{one.rule.why or '没有问'}" for one in rules)
    return f"这次运行没有问任何一条单项否决规则，不能判定合格与否，不出通报。{f'没有问的有：{left}' if left else '所用的规则包里没有这样的规则'}。" \
        "请用含单项否决规则的规则包（如 national）在规则施行期间内重新运行 zouxin audit"  # fmt: skip
