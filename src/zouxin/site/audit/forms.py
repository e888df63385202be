"""What people type into this app."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.audit.actions.runs import local_packs, packs_here
from zouxin.site.audit.models import GateKey, LocalRule
from zouxin.site.people.access import today, within
from zouxin.site.people.forms import Day
from zouxin.site.people.models import Unit
from zouxin.site.registry.models import Platform


class RunForm(forms.Form):
    """Moment and packs of an inspection."""

    moment = forms.DateField(label=_("检查时点"), widget=Day(), help_text=_("按这一天的情况和这一天有效的规则判断"))
    packs = forms.MultipleChoiceField(
        label=_("规则包"), widget=forms.CheckboxSelectMultiple, help_text=_("可以多选；下级的规则叠加在全国规则之上")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["packs"].choices = [(pack.name, pack.title) for pack in flow.packs_known(local_packs())]  # type: ignore[attr-defined]
        self.initial.setdefault("moment", today())
        self.initial.setdefault("packs", list(packs_here()))

    def clean_moment(self) -> Any:
        if self.cleaned_data["moment"] > today():
            raise forms.ValidationError(_("检查时点不能在今天以后"))
        return self.cleaned_data["moment"]


class FileForm(forms.Form):
    """A file to be looked at."""

    file = forms.FileField(
        label=_("文件"), help_text=_("来信与答复、平台清单、发布内容等的表格（xlsx、xls、csv），或者一个网页、文本文件，当作一篇发布的内容"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.csv,.et,.html,.htm,.txt"}),
    )  # fmt: skip
    moment = forms.DateField(
        label=_("检查时点"), widget=Day(), required=False, help_text=_("按哪一天的规则和情况判断；空着就是数据里的最后一天")
    )
    packs = forms.MultipleChoiceField(label=_("规则包"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["packs"].choices = [(pack.name, pack.title) for pack in flow.packs_known(local_packs())]  # type: ignore[attr-defined]
        self.initial.setdefault("packs", list(packs_here()))

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > settings.UPLOAD_BYTES:
            raise forms.ValidationError(_("文件太大，最多 %(n)s MiB；请分成几份") % {"n": settings.UPLOAD_BYTES >> 20})
        return self.cleaned_data["file"]


#: what tables are called where a column is chosen for one
TABLES = {
    "letter": _("来信"), "reply": _("答复"), "unit": _("单位"), "platform": _("平台"), "platform_alias": _("曾用名"), "post": _("发布的内容"), "engagement": _("阅读和互动"),
    "reach": _("关注和使用"), "app_release": _("客户端版本"), "download_channel": _("下载渠道"), "contract": _("合同"), "contract_platform": _("合同分摊"), "order": _("文件"),
    "membership": _("成员关系"), "post_holder": _("岗位"), "reply_version": _("答复的历史版本"), "judgement": _("人工判断"), "observation": _("查看记录"),
    "group_message": _("群消息"), "service": _("服务事项"), "post_version": _("内容的历史版本"),
}  # fmt: skip


class Columns(forms.Form):
    """What each column of a file is, chosen by hand from everything a file may hold."""

    def __init__(self, *args: Any, sheets: list[dict[str, Any]], values: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = list(dict.fromkeys(column for sheet in sheets for column in sheet["columns"]))
        taken = {column: target for sheet in sheets for column, target in sheet["mapping"]}
        choices = [("ignore", _("不用")), *((TABLES.get(table, table), list(columns)) for table, columns in flow.fillable())]
        for nth, column in enumerate(self.columns):
            first = next((str(row[sheet["columns"].index(column)]) for sheet in sheets if column in sheet["columns"] for row in sheet["first"]
                          if row[sheet["columns"].index(column)]), "")  # fmt: skip
            self.fields[f"c{nth}"] = forms.ChoiceField(
                label=column, required=False, choices=choices, initial=taken.get(column, "ignore"), help_text=_("例如：%(text)s") % {"text": first[:30]} if first else ""
            )  # fmt: skip
        kinds = [(name, title) for name, title in Platform.KINDS]
        held = values.get("platform", {}).get("kind", "")
        self.fields["kind"] = forms.ChoiceField(
            label=_("没有平台类型一列时，全部都是"), required=False, choices=[("", "—"), *kinds], initial=held
        )

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        chosen = [target for name, target in said.items() if name != "kind" and target and target != "ignore"]
        if any(chosen.count(target) > 1 for target in chosen):
            raise forms.ValidationError(_("有两列选了同样的内容，请只留一列"))
        if not chosen:
            raise forms.ValidationError(_("至少要选定一列"))
        return said

    def given(self) -> list[tuple[str, str]]:
        """Pairs (column, "table.column")."""
        return [(column, self.cleaned_data[f"c{nth}"] or "ignore") for nth, column in enumerate(self.columns)]

    def held(self) -> dict[str, dict[str, str]]:
        """What holds in every row."""
        return {"platform": {"kind": self.cleaned_data["kind"]}} if self.cleaned_data["kind"] else {}


class JudgeForm(forms.Form):
    """One answer with its basis."""

    verdict = forms.ChoiceField(label=_("结论"), widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("依据"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        help_text=_("在哪里看到、哪一天、看到了什么；截图或网页存在哪里"),
    )
    until = forms.DateField(label=_("有效期至"), widget=Day(), required=False, help_text=_("到这一天为止都这样认定；长期有效就空着"))

    def __init__(self, said: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [("yes", said["yes"]), ("no", said["no"])]  # type: ignore[attr-defined]
        self.fields["verdict"].label = said["ask"]

    def clean_until(self) -> Any:
        if self.cleaned_data["until"] and self.cleaned_data["until"] < today():
            raise forms.ValidationError(_("请写今天或以后的日期"))
        return self.cleaned_data["until"]


class WithdrawForm(forms.Form):
    """Why an answer is taken back."""

    reason = forms.CharField(label=_("为什么撤回"), max_length=500)


class RuleForm(forms.Form):
    """A rule of the office's own: limits, deadline, and the document that says so."""

    severity = forms.ChoiceField(label=_("轻重"), choices=LocalRule.SEVERITIES)
    respond_within = forms.IntegerField(
        label=_("整改期限（工作日）"), required=False, min_value=1, max_value=365, help_text=_("没有规定就空着")
    )
    title = forms.CharField(label=_("文件名称"), max_length=200)
    number = forms.CharField(label=_("文号"), max_length=100, help_text=_("例如：某政办发〔2026〕3号"))
    clause = forms.CharField(label=_("条款原文"), widget=forms.Textarea({"rows": 3}), max_length=2000, help_text=_("第几条，原文怎样写"))
    issuer = forms.CharField(label=_("发文机关"), max_length=200)
    grade = forms.ChoiceField(label=_("依据等级"), choices=LocalRule.GRADES)
    starts_on = forms.DateField(label=_("从哪天起"), widget=Day(), help_text=_("文件施行的日期；以前的事仍按以前的规则看"))
    ends_on = forms.DateField(label=_("到哪天止"), widget=Day(), required=False)
    reason = forms.CharField(
        label=_("为什么这样定"),
        widget=forms.Textarea({"rows": 2}),
        required=False,
        max_length=1000,
        help_text=_("比上级规定放宽的，必须说明凭什么"),
    )

    def __init__(self, code: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code, self.limits = code, flow.limits_of(code, packs_here(), local_packs(), today())
        for one in self.limits:
            self.fields[f"limit_{one.name}"] = _limit(one)
        self.order_fields(["severity", *(f"limit_{one.name}" for one in self.limits)])
        self.initial.setdefault("severity", flow.severity_of(code, packs_here(), local_packs(), today()))

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        if said.get("ends_on") and said.get("starts_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("不能早于施行日"))
        if said.get("severity") and not self.changed() and not said.get("respond_within") and said["severity"] == self.initial["severity"]:
            raise forms.ValidationError(_("没有改动：至少改一个限值、轻重或者整改期限"))
        return said

    def changed(self) -> dict[str, Any]:
        """Limits other than those that stand."""
        return {one.name: self.cleaned_data[f"limit_{one.name}"] for one in self.limits
                if self.cleaned_data.get(f"limit_{one.name}") not in (None, "", one.now)}  # fmt: skip

    def said(self) -> dict[str, Any]:
        """The fields of a rule."""
        kept = {name: value for name, value in self.cleaned_data.items() if not name.startswith("limit_")}
        return {**kept, "check_code": self.code, "limits": self.changed()}


def _limit(one: flow.LimitAsked) -> forms.Field:
    label = f"{one.means}（{one.unit}）" if one.unit else one.means
    if one.choices:
        return forms.ChoiceField(label=label, choices=one.choices, initial=one.now)
    number = forms.IntegerField if isinstance(one.now, int) else forms.FloatField
    return number(label=label, initial=one.now, required=False, min_value=0, help_text=_("现在是 %(now)s") % {"now": one.now})


class DecideForm(forms.Form):
    """What the second person says of a proposal."""

    answer = forms.CharField(
        label=_("意见"), widget=forms.Textarea({"rows": 2}), required=False, max_length=1000, help_text=_("不批准要写明理由")
    )


class EndForm(forms.Form):
    """The last day of a rule."""

    on = forms.DateField(label=_("到哪天止"), widget=Day())


class OrderForm(forms.Form):
    """A document to be read before it is issued: pasted, or as a file."""

    text = forms.CharField(label=_("文字"), widget=forms.Textarea({"rows": 8}), required=False, max_length=200_000)
    file = forms.FileField(
        label=_("或者一个文件"), required=False, help_text=_("docx、pdf、txt、xlsx 或网页"), widget=forms.ClearableFileInput({"accept": ".docx,.pdf,.txt,.md,.xlsx,.xls,.html,.htm"})
    )  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        if not (said.get("text") or "").strip() and not said.get("file"):
            raise forms.ValidationError(_("请贴上文字，或者选一个文件"))
        return said


class ReplyForm(forms.Form):
    """A reply to be read before it is sent, beside its letter."""

    title = forms.CharField(label=_("来信标题"), required=False, max_length=200)
    letter = forms.CharField(
        label=_("来信"),
        widget=forms.Textarea({"rows": 6}),
        required=False,
        max_length=50_000,
        help_text=_("不贴来信，就只看答复自己说了什么"),
    )
    text = forms.CharField(label=_("要发的答复"), widget=forms.Textarea({"rows": 8}), max_length=50_000)


class PostForm(forms.Form):
    """A post to be read before it is published."""

    title = forms.CharField(label=_("标题"), required=False, max_length=200)
    text = forms.CharField(label=_("要推送的内容"), widget=forms.Textarea({"rows": 10}), max_length=100_000)


class GateKeyForm(forms.Form):
    """Who asks, in whose name, how often, until when, and what happens when the gate cannot be asked."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=None)
    label = forms.CharField(label=_("给谁用"), max_length=100, help_text=_("例如：某某公司的智能客服"))
    automatic = forms.BooleanField(
        label=_("机器人直接发出，没有人过目"), required=False, help_text=_("没有人过目，就没有人能“再看一看”：凡是要请人再看的，一律拦下")
    )
    fails = forms.ChoiceField(label=_("问不到的时候"), choices=GateKey.FAILS, widget=forms.RadioSelect, initial="closed")
    per_minute = forms.IntegerField(label=_("每分钟最多问几次"), min_value=1, max_value=6000, initial=60)
    per_day = forms.IntegerField(label=_("每天最多问几次"), min_value=1, max_value=1_000_000, initial=5000)
    until = forms.DateField(label=_("最后一天"), widget=Day())

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(within(user, "audit.manage_gate", unit="")).order_by("path")


class OverruleForm(forms.Form):
    """Why something goes out all the same."""

    reason = forms.CharField(label=_("为什么推翻"), max_length=500, widget=forms.Textarea({"rows": 3}))
