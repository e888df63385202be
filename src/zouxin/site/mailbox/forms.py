"""What people type into this app."""

import hmac
import secrets
import time
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zouxin.model.datum import GCJ02, WGS84
from zouxin.model.errors import UsageError
from zouxin.site.mailbox.files import COUNT, MOST, Clean, checked
from zouxin.site.mailbox.models import Incoming, Intake, Letter, MailReply, Template
from zouxin.site.mailbox.models.letter import KINDS
from zouxin.site.people.models import Unit
from zouxin.tables import all_tables

DIGITS = "零一二三四五六七八九"
#: how long a question may be answered, in seconds
LASTS = 4 * 3600


#: a field for degrees: a keyboard of digits on a phone
DEGREES = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 24}


class Files(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files looked through one by one: what is refused says why."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Clean]:
        some = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(some) > COUNT:
            raise forms.ValidationError(_("一封信最多附 %(n)s 个文件") % {"n": COUNT})
        found, wrong = [], []
        for one in some:
            try:
                if (one.size or 0) > MOST:
                    raise UsageError(str(_("“%(name)s”太大：一个附件最大 %(n)s MiB") % {"name": one.name, "n": MOST >> 20}))
                found.append(checked(one.name or "", one.read()))
            except UsageError as error:
                wrong.append(error.sentence)
        if wrong:
            raise forms.ValidationError(wrong)
        return found


def puzzle() -> tuple[str, str]:
    """A question a person answers at a glance, and the sealed answer: nobody is tracked, nothing is loaded from elsewhere."""
    one, other = secrets.randbelow(8) + 1, secrets.randbelow(8) + 1
    return str(_("%(a)s加%(b)s等于几？（写数字）") % {"a": DIGITS[one], "b": DIGITS[other]}), _sealed(one + other, int(time.time()))


def _sealed(answer: int, at: int) -> str:
    said = hmac.digest(settings.SECRET_KEY.encode(), f"puzzle {answer} {at}".encode(), "sha256").hex()[:32]
    return f"{at}.{said}"


def solves(answer: str, sealed: str) -> bool:
    """Whether an answer is the sealed one, and not too old."""
    at, _dot, _said = sealed.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 12 and answer.strip().isdecimal() and len(answer) < 4):
        return False
    return 0 <= time.time() - int(at) <= LASTS and hmac.compare_digest(_sealed(int(answer), int(at)).encode(), sealed.encode())


def _rounded(degrees: Decimal | None) -> Decimal | None:
    """Degrees as they are kept: six decimals, about 0.1 m."""
    return None if degrees is None else round(degrees, 6)


class _Fields(dict[str, forms.Field]):
    """A form's fields, which its forms share: none changes them, the one of units asks the database anew each time, and copying fourteen took longer than reading them."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Fields":
        return _Fields(self)


class LetterForm(forms.Form):
    """A citizen's letter. Nobody has to say who they are."""

    kind = forms.ChoiceField(label=_("想做什么"), choices=KINDS, widget=forms.RadioSelect, initial="help")
    unit = forms.ModelChoiceField(label=_("写给谁"), queryset=Unit.objects.all(), required=False)
    unit_asked = forms.CharField(label=_("单位名称"), max_length=60, required=False)
    title = forms.CharField(label=_("标题"), max_length=100)
    text = forms.CharField(
        label=_("内容"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("什么事、在哪里、什么时候、希望怎样。请不要在这里写身份证号、手机号。"),
    )
    place = forms.CharField(label=_("地点"), max_length=200, required=False, help_text=_("选填，例如：清水镇石桥村村口"))
    latitude = forms.DecimalField(label=_("纬度"), min_value=-90, max_value=90, required=False, widget=forms.TextInput(DEGREES))
    longitude = forms.DecimalField(label=_("经度"), min_value=-180, max_value=180, required=False, widget=forms.TextInput(DEGREES))
    datum = forms.ChoiceField(
        label=_("坐标系"), choices=((WGS84, _("WGS-84（手机定位、GPS）")), (GCJ02, _("GCJ-02（国内地图应用）"))), required=False
    )
    place_wish = forms.BooleanField(
        label=_("公开时可以带上地点"), required=False, help_text=_("不选，公开的信里就没有地点；选了，坐标也只到大约一百米。")
    )
    files = FilesField(label=_("照片或文件"), required=False, widget=Files({"multiple": True, "accept": ".jpg,.jpeg,.png,.webp,.gif,.pdf,.docx,.xlsx,.txt"}),
                       help_text=_("选填，最多 5 个，每个最大 10 MiB。照片里的拍摄地点、时间会去掉。"))  # fmt: skip
    name = forms.CharField(label=_("怎样称呼您"), max_length=60, required=False, help_text=_("选填。与信的内容分开保存，谁看过都有记录。"))
    phone = forms.CharField(label=_("电话"), max_length=30, required=False, help_text=_("选填。不留联系方式，也可以凭回执查看答复。"))
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    mail_wish = forms.BooleanField(label=_("有了答复发邮件告诉我（要填电子邮箱）"), required=False)
    may_pass = forms.BooleanField(
        label=_("如果归别的系统办，可以把联系方式一起转去"), required=False, help_text=_("不选，只转信的内容。以后可以在回执上改。")
    )
    public_wish = forms.BooleanField(label=_("答复以后可以公开（会去掉个人信息）"), required=False, initial=True)
    answer = forms.CharField(label=_("请回答"), max_length=4, widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}))
    sealed = forms.CharField(widget=forms.HiddenInput)
    once = forms.CharField(widget=forms.HiddenInput)
    nickname = forms.CharField(required=False, label=_("这一格请留空"), widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    away = False  # whether it is shown while the database cannot be reached

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (settings.OUTBOUND and settings.MAIL_REPLIES):
            del self.fields["mail_wish"]
        if not self.is_bound:
            self.question, fresh = puzzle()
            self.initial |= {"sealed": fresh, "once": uuid.uuid4().hex}

    def _clean_fields(self) -> None:
        """As the framework does it, but without first making of every field what only a page shows."""
        for name, field in self.fields.items():
            try:
                self.cleaned_data[name] = field.clean(field.widget.value_from_datadict(self.data, self.files, name))
                if more := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = more()
            except forms.ValidationError as error:
                self.add_error(name, error)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not solves(said.get("answer") or "", said.get("sealed") or "") and "answer" not in self.errors:
            self.add_error("answer", _("答得不对，或者时间太久了，请再答一次"))
        if said.get("mail_wish") and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("要用邮件告诉您，请填电子邮箱"))
        if not self.errors and (said["latitude"] is None) != (said["longitude"] is None):
            self.add_error("latitude", _("经度和纬度要一起填；不知道就都空着，在“地点”里写清楚"))
        said["datum"] = "" if said.get("latitude") is None else said.get("datum") or WGS84
        if self.errors:
            self.asks_again()
        return said

    def clean_latitude(self) -> Any:
        return _rounded(self.cleaned_data["latitude"])

    def clean_longitude(self) -> Any:
        return _rounded(self.cleaned_data["longitude"])

    def asks_again(self) -> None:
        """A question anew beside what was typed: an answered one is spent."""
        self.question, fresh = puzzle()
        self.data = self.data.copy()
        self.data["sealed"], self.data["answer"] = fresh, ""

    def without_database(self) -> None:
        """Show it while nobody can be asked which units there are: the one that was chosen stays chosen."""
        field, pk = self.fields["unit"], self.data.get("unit", "")
        named = self.cleaned_data.get("unit") or _("已经选好的单位")
        self.fields["unit"] = forms.ChoiceField(label=field.label, required=False, choices=[(pk, named) if pk else ("", field.empty_label)])
        self.away = True

    def clean_once(self) -> str:
        once = str(self.cleaned_data["once"])
        if not (once.isascii() and once.isalnum() and 16 <= len(once) <= 64):
            raise forms.ValidationError(_("请从头打开这个页面"))
        return once

    @classmethod
    def again(cls, said: Any) -> "LetterForm":
        """The form as it was typed so far, judged by nobody yet."""
        kept = {name: said.get(name, "") for name in cls.base_fields if name not in ("files", "sealed", "once", "answer", "nickname")}
        return cls(initial=kept | {name: name in said for name in ("public_wish", "place_wish", "may_pass", "mail_wish")})

    def contact(self) -> dict[str, Any]:
        """Who wrote, as far as they said."""
        said = {name: self.cleaned_data.get(name, "") for name in ("name", "phone", "email", "mail_wish")}
        reached = any(said[name] for name in ("name", "phone", "email"))
        return {**said, "may_pass_at": timezone.now()} if self.cleaned_data.get("may_pass") and reached else said


LetterForm.base_fields = _Fields(LetterForm.base_fields)


class FindForm(forms.Form):
    """A receipt's number and secret."""

    number = forms.CharField(label=_("回执号"), max_length=20)
    secret = forms.CharField(label=_("查询码"), max_length=40)


class VerdictForm(forms.Form):
    """The citizen's verdict."""

    verdict = forms.ChoiceField(label=_("问题解决了吗"), choices=Letter.VERDICTS, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("补充说明"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("选填。没有解决的，会重新办理。"),
    )


class RouteForm(forms.Form):
    """To whom a letter goes."""

    unit = forms.ModelChoiceField(label=_("转给"), queryset=Unit.objects.none())
    why = forms.CharField(label=_("说明"), max_length=500, required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("原因"), max_length=500, widget=forms.Textarea({"rows": 2}))


class KindForm(forms.Form):
    """Another kind for a letter."""

    kind = forms.ChoiceField(label=_("类型"), choices=KINDS)


class ReleaseForm(forms.Form):
    """What came in becomes a letter: of which kind, for whom."""

    kind = forms.ChoiceField(label=_("类型"), choices=KINDS)
    unit = forms.ModelChoiceField(label=_("直接转给"), queryset=Unit.objects.none(), required=False, empty_label=_("先收下，再分办"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class RejectForm(forms.Form):
    """Why what came in becomes no letter."""

    reason = forms.ChoiceField(label=_("不收的原因"), choices=Incoming.REASONS, widget=forms.RadioSelect)
    why = forms.CharField(label=_("补充说明"), max_length=500, required=False, help_text=_("选“其他”的要写明"))


class IntakeForm(forms.Form):
    """A table of letters."""

    unit = forms.ModelChoiceField(label=_("范围"), queryset=Unit.objects.none(), help_text=_("这些信归这个单位和它的下级单位办"))
    way = forms.ChoiceField(label=_("哪种表格"), choices=Intake.WAYS, widget=forms.RadioSelect, initial="import")
    source = forms.CharField(label=_("来源名称"), max_length=100, help_text=_("例如：县长信箱。同一来源里编号相同的，只收一次"))
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("xlsx、xls 或 csv；表头不在第一行也可以"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.csv,.et"}),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = units.values_list("pk", flat=True).first()


#: what a column of a table of letters may be, by hand
TARGETS = ("letter.id", "letter.title", "letter.text", "letter.received_on", "letter.unit_id", "letter.kind")


class ColumnsForm(forms.Form):
    """What each column of a table of letters is, chosen by hand."""

    def __init__(self, *args: Any, sheets: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = list(dict.fromkeys(column for sheet in sheets for column in sheet["columns"]))
        taken = {column: target for sheet in sheets for column, target in sheet["mapping"]}
        choices = [("", _("照原样")), ("ignore", _("不用")), *((target, column_title(target)) for target in TARGETS)]
        for nth, column in enumerate(self.columns):
            now = taken.get(column, "ignore")
            self.fields[f"c{nth}"] = forms.ChoiceField(label=column, required=False, choices=choices, initial=now if now in TARGETS else "")

    def given(self) -> list[tuple[str, str]]:
        """Pairs (column, "table.column") as they were chosen."""
        return [(column, said) for nth, column in enumerate(self.columns) if (said := self.cleaned_data[f"c{nth}"])]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = [one for one in said.values() if one and one != "ignore"]
        if twice := next((one for one in chosen if chosen.count(one) > 1), ""):
            raise forms.ValidationError(_("“%(title)s”选了两列，请只留一列") % {"title": column_title(twice)})
        return said


def column_title(target: str) -> str:
    """What a column was taken for, in words."""
    beside = {
        "contact.name": _("来信人称呼"),
        "contact.phone": _("电话"),
        "contact.email": _("电子邮箱"),
        "place": _("地点"),
        "besides": _("原系统的说明"),
        "letter.unit_id": _("承办单位"),
    }
    if target in beside:
        return str(beside[target])
    table, _dot, name = target.partition(".")
    return str(all_tables()[table].column(name).says[0]) if table in all_tables() and name else target


class ReplyDraftForm(forms.Form):
    """A reply."""

    stage = forms.ChoiceField(label=_("是哪一种"), choices=MailReply.STAGES, widget=forms.RadioSelect, initial="final")
    template = forms.ModelChoiceField(
        label=_("用了哪个模板"), queryset=Template.objects.none(), required=False, help_text=_("模板里的话不算答复了什么")
    )
    text = forms.CharField(label=_("答复内容"), max_length=20_000, widget=forms.Textarea({"rows": 10}))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = Template.objects.filter(unit=unit, ended_at__isnull=True)  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    """Words a unit often writes."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    title = forms.CharField(label=_("名称"), max_length=100)
    text = forms.CharField(label=_("内容"), max_length=2000, widget=forms.Textarea({"rows": 5}))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
