"""What people type into this app."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zouxin.site.people import queries as people
from zouxin.site.people.access import today
from zouxin.site.people.forms import Day
from zouxin.site.registry import queries
from zouxin.site.registry.life import ENDS, asks, may_follow
from zouxin.site.registry.models import Contract, Opening, Order, Platform
from zouxin.tables import all_tables

KEPT = (
    "name", "kind", "unit", "operator", "operator_kind", "certified_name", "opened_on", "filing_number", "filed_on", "order", "campaign", "purpose",
    "task_ends_on", "url", "handle", "editors", "members", "funded_until",
)  # fmt: skip


def _yes_no() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("是否专项工作"),
        required=False,
        choices=(("", "—"), ("yes", _("是")), ("no", _("否"))),
        coerce=lambda said: said == "yes",
        empty_value=None,
    )


#: more units than this are typed, not chosen from a list
_FEW = 400


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit within reach: from a list, or, where they are many, by its whole name or its key."""

    def __init__(self, rows: Any, **said: Any) -> None:
        super().__init__(rows, **said)
        self.typed = rows.count() > _FEW
        if self.typed:
            self.widget = forms.TextInput()
            self.help_text = _("填单位的完整名称或编号")

    def prepare_value(self, value: Any) -> Any:
        if not self.typed or not str(value or "").isdigit():
            return super().prepare_value(value)
        return next((one.name for one in self.queryset.filter(pk=value)), value)  # type: ignore[union-attr]

    def to_python(self, value: Any) -> Any:
        if not self.typed or not value:
            return super().to_python(value)
        asked, units = str(value).strip(), self.queryset
        rows = list(units.filter(key=asked)[:2]) or list(units.filter(name=asked)[:2])  # type: ignore[union-attr]
        if len(rows) == 1:
            return rows[0]
        raise forms.ValidationError(_("有几个单位都叫这个名称，请改填单位编号") if rows else _("没有这个单位，请核对名称"))


class _Mine(forms.ModelForm):  # type: ignore[type-arg]
    """A form of the register whose choices are within reach of whoever fills it in; days are asked for as days, a blank day stays unknown."""

    permission = ""

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.DateField):
                field.widget = Day()
            if name == "unit":
                self.fields[name] = UnitChoice(people.units(by, self.permission), label=field.label, help_text=field.help_text)
            if name == "order":
                field.queryset = Order.objects.filter(
                    pk__in=[*queries.orders(by).values_list("pk", flat=True)[:500], getattr(self.instance, "order_id", None)]
                )  # type: ignore[attr-defined]

    def said(self, *but: str) -> dict[str, Any]:
        """What was said, without some fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in but}


class PlatformForm(_Mine):
    """A platform's facts."""

    permission = "registry.change_platform"
    campaign = _yes_no()
    url = forms.URLField(label=_("网址"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = Platform
        fields = KEPT
        help_texts = {
            "editors": _("不知道就空着；0 表示确实没有人"), "funded_until": _("经费保障到哪一天；不知道就空着"), "order": _("没有哪份文件就不会开的，选那份文件"),
            "task_ends_on": _("为一件事开的，写明那件事哪天结束"), "certified_name": _("平台上公开显示的认证主体"),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["campaign"] = {True: "yes", False: "no"}.get(self.instance.campaign, "")

    def _post_clean(self) -> None:
        """The instance is changed by an action alone."""


class Register(PlatformForm):
    """A new platform."""

    stage = forms.ChoiceField(
        label=_("状态"),
        choices=[pair for pair in Platform.STAGES if pair[0] in ("preparing", "filed", "live", "frozen", "lost")],
        initial="live",
    )
    number = forms.CharField(label=_("文号"), max_length=200, required=False, help_text=_("同意开设或备案的文件编号"))
    field_order = ("unit", "kind", "name", "stage", "number")


#: one question for each answer of the platform gate; the last part of a request that is blank comes back as one of these
QUESTIONS = {
    "unreached": _("现在哪些服务、哪些群众还够不着？"), "duplicates": _("和现有平台有什么重复，为什么还要开？"), "editor": _("由哪个岗位编辑？"),
    "hours": _("编辑它每周要用多少小时，从哪里来？"), "funded_until": _("经费保障到哪一天？"), "required": _("是文件要求开的，还是自己要开的？"),
    "order": _("是哪份文件要求开的？"), "ends": _("任务完成了、没人用了，怎样关停？"),
}  # fmt: skip


class GateAnswers(forms.Form):
    """What the platform gate asks and the register does not know, and nothing else."""

    def __init__(self, *args: Any, questions: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in questions:
            self.fields[f"gate_{name}"] = forms.CharField(
                label=QUESTIONS[name], max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
            )

    def answers(self) -> dict[str, str]:
        """What was answered, by the name of the question."""
        return {name.removeprefix("gate_"): value for name, value in self.cleaned_data.items() if value}


class Propose(PlatformForm):
    """What somebody who runs a platform wants changed."""

    after = forms.ChoiceField(label=_("状态应当是"), required=False)
    reason = forms.CharField(label=_("为什么"), max_length=500, widget=forms.Textarea({"rows": 2}))

    class Meta(PlatformForm.Meta):
        fields = tuple(name for name in KEPT if name not in ("unit", "order", "kind"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict(Platform.STAGES)
        self.fields["after"].choices = [("", _("不变")), *((name, words[name]) for name in may_follow(self.instance.stage))]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """One step of a platform's life."""

    after = forms.ChoiceField(label=_("下一步"))
    on = forms.DateField(label=_("日期"), widget=Day(), initial=today)
    number = forms.CharField(label=_("文号"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("理由"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("预警、整改、暂停、关停、失控要写明理由"),
    )
    into = forms.CharField(label=_("并入哪个平台"), max_length=200, required=False, help_text=_("迁移或合并时填：平台编号，或完整的名称"))
    override = forms.CharField(label=_("特别授权的理由"), max_length=400, required=False, widget=forms.Textarea({"rows": 2}),
                               help_text=_("县级以上政府唯一在用的账号，确要关停才填"))  # fmt: skip

    def __init__(self, *args: Any, platform: Platform, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.platform, self.by, words = platform, by, dict(Platform.STAGES)
        self.fields["after"].choices = [(name, words[name]) for name in may_follow(platform.stage)]  # type: ignore[attr-defined]
        if not set(may_follow(platform.stage)) & set(ENDS) or not queries.is_only_account(platform):
            del self.fields["override"]

    def clean_into(self) -> Platform | None:
        return one_platform(self.by, self.cleaned_data["into"]) if self.cleaned_data["into"] else None

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        if said.get("after") and asks(self.platform.stage, said["after"]).reason and not said.get("reason", "").strip():
            self.add_error("reason", _("这一步要写明理由"))
        return said


def one_platform(by: Any, asked: str) -> Platform:
    """The one platform within reach of that key or whole name. Raises ValidationError where there is none, or more than one."""
    rows = list(queries.platforms(by).filter(key=asked.strip())[:2]) or list(queries.platforms(by).filter(name=asked.strip())[:2])
    if len(rows) == 1:
        return rows[0]
    raise forms.ValidationError(_("有几个平台都叫这个名称，请改填平台编号") if rows else _("名册里没有这个平台，请核对编号或名称"))


class OrderForm(_Mine):
    """An order that requires platforms."""

    permission = "registry.change_order"

    class Meta:
        model = Order
        fields = ("unit", "title", "number", "issued_on", "deadline_on", "demands", "kind", "assesses", "text")
        help_texts = {"kind": _("文件要求开的是哪类平台，照文件写"), "text": _("可以不填；填了，检查时会看里面有没有不该有的要求")}

    def _post_clean(self) -> None:
        """The instance is changed by an action alone."""


class ContractForm(_Mine):
    """A contract."""

    permission = "registry.change_contract"

    class Meta:
        model = Contract
        fields = ("unit", "title", "vendor", "yuan", "from_on", "until_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True

    def _post_clean(self) -> None:
        """The instance is changed by an action alone."""


class Cover(forms.Form):
    """A platform a contract pays for."""

    platform = forms.CharField(label=_("平台编号或名称"), max_length=200)
    percent = forms.DecimalField(
        label=_("分摊比例（%）"),
        min_value=0,
        max_value=100,
        decimal_places=4,
        required=False,
        help_text=_("合同没有写就空着，按余额平均算"),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_platform(self) -> Platform:
        return one_platform(self.by, self.cleaned_data["platform"])


class OpeningForm(_Mine):
    """A request to open a platform. Only unit, name and kind must be there; what is left blank comes back as a question."""

    permission = "registry.request_opening"

    class Meta:
        model = Opening
        fields = (
            "unit",
            "kind",
            "name",
            "purpose",
            "unreached",
            "duplicates",
            "editor",
            "hours",
            "funded_until",
            "required",
            "order",
            "ends",
        )
        widgets = {name: forms.Textarea({"rows": 3}) for name in ("unreached", "duplicates", "ends")}
        help_texts = {
            "duplicates": _("先看自动查到的相近平台，再说明为什么不能用它们"), "editor": _("写岗位，不写姓名"),
            "ends": _("例如：任务结束后三十天内公告注销，内容并入哪个平台"), "order": _("上一题选了“有文件要求”才填"),
        }  # fmt: skip

    def _post_clean(self) -> None:
        """The instance is changed by an action alone."""


class Decide(forms.Form):
    """Why somebody decided so."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea({"rows": 2}))


class Answer(forms.Form):
    """What becomes of a proposal."""

    answer = forms.CharField(
        label=_("答复"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}), help_text=_("不采纳要写明理由")
    )
    override = forms.CharField(
        label=_("特别授权的理由"), max_length=400, required=False, help_text=_("县级以上政府唯一在用的账号，确要关停才填")
    )


class Upload(forms.Form):
    """A census."""

    field_order = ("unit", "file")
    file = forms.FileField(label=_("清单文件"), help_text=_("xlsx、xls 或 csv；表头不在第一行也可以"),
                           widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.csv,.et"}))  # fmt: skip

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = people.units(by, "registry.import_census")
        self.fields["unit"] = UnitChoice(
            units, label=_("清单范围"), help_text=_("只改这个单位和它下级单位的平台"), initial=units.values_list("pk", flat=True).first()
        )


#: what a column of a census may be
_TARGETS = {
    "platform": ("id", "name", "kind", "unit_id", "status", "operator", "operator_kind", "certified_name", "opened_on", "closed_on", "closure_notice_on", "filing_number",
                 "filed_on", "order_id", "parent_id", "section", "campaign", "purpose", "task_ends_on", "url", "handle", "editors", "members", "funded_until"),
    "platform_alias": ("name",), "unit": ("id", "name", "parent_id", "level", "division_code", "credit_code"),
}  # fmt: skip


def targets() -> list[tuple[str, str]]:
    """("table.column", its heading in Chinese) of everything a census may fill."""
    return [(f"{table}.{name}", _heading(table, name)) for table, names in _TARGETS.items() for name in names]


def _heading(table: str, name: str) -> str:
    says = all_tables()[table].column(name).says
    return str(says[0] if says else name)


class Mapping(forms.Form):
    """What each column of a census is, chosen by hand."""

    def __init__(self, *args: Any, sheets: list[dict[str, Any]], values: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = list(dict.fromkeys(column for sheet in sheets for column in sheet["columns"]))
        taken = {column: target for sheet in sheets for column, target in sheet["mapping"]}
        choices = [("ignore", _("不用")), *targets()]
        known = dict(choices)
        for nth, column in enumerate(self.columns):
            first = next((row[sheet["columns"].index(column)] for sheet in sheets if column in sheet["columns"] for row in sheet["first"]
                          if row[sheet["columns"].index(column)]), "")  # fmt: skip
            self.fields[f"c{nth}"] = forms.ChoiceField(
                label=column,
                required=False,
                choices=choices,
                initial=taken.get(column) if taken.get(column) in known else "ignore",
                help_text=_("例如：%(text)s") % {"text": first[:30]} if first else "",
            )
        kind = next((sheet["given"].get("platform", {}).get("kind") for sheet in sheets if sheet["given"]), "")
        self.fields["kind"] = forms.ChoiceField(
            label=_("没有平台类型一列时，全部都是"),
            required=False,
            choices=[("", "—"), *Platform.KINDS],
            initial=values.get("platform", {}).get("kind") or kind,
        )

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        chosen = [target for name, target in said.items() if name != "kind" and target != "ignore"]
        twice = next((target for target in chosen if chosen.count(target) > 1), None)
        if twice:
            raise forms.ValidationError(_("有两列都选了“%(name)s”，请只留一列") % {"name": dict(targets())[twice]})
        if "platform.name" not in chosen and "platform.id" not in chosen:
            raise forms.ValidationError(_("要有一列是平台名称"))
        if "platform.kind" not in chosen and not said.get("kind"):
            raise forms.ValidationError(_("要有一列是平台类型，或在最后一行选定全部都是哪一类"))
        return said

    def given(self) -> list[tuple[str, str]]:
        """Pairs (column, "table.column")."""
        return [(column, self.cleaned_data[f"c{nth}"]) for nth, column in enumerate(self.columns)]

    def held(self) -> dict[str, dict[str, str]]:
        """What holds in every row."""
        mapped = "platform.kind" in {target for _column, target in self.given()}
        return {"platform": {"kind": self.cleaned_data["kind"]}} if self.cleaned_data["kind"] and not mapped else {}
