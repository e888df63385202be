"""What people type about other systems and letters passed on to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.mailbox.models import Contact, Endpoint, Letter
from zouxin.site.mailbox.outgoing import Chosen


class EndpointForm(forms.Form):
    """Another system."""

    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("来信人看得到，例如：市12345"))
    url = forms.CharField(label=_("网址"), max_length=300, help_text=_("GeoReport v2 的地址，例如 https://311.example.gov.cn/open311/v2"))
    jurisdiction = forms.CharField(label="jurisdiction_id", max_length=100, required=False, help_text=_("对方没有要求就空着"))
    form = forms.ChoiceField(label=_("格式"), choices=Endpoint.FORMS)
    key_file = forms.RegexField(
        label=_("密钥文件名"), regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60, required=False,
        help_text=_("api_key 不在这里填：请维护人员把它存成密钥文件夹里的一个文件，这里只写文件名（字母、数字、点、横线）。"),
    )  # fmt: skip

    def clean_url(self) -> str:
        try:
            return flow.base_address(self.cleaned_data["url"])
        except UsageError as error:
            raise forms.ValidationError(error.sentence) from error


class PassForm(forms.Form):
    """What of a letter goes to which system. Whether the contact may go along is asked only where its writer agreed."""

    to = forms.ChoiceField(label=_("转给谁、哪种服务"))
    address = forms.CharField(
        label=_("地点"), max_length=200, required=False, help_text=_("照信里写的填，让对方找得到；不写与这件事无关的住址")
    )
    point = forms.BooleanField(label=_("带上来信人标的位置"), required=False)
    media = forms.BooleanField(label=_("带上照片（去掉了拍摄地点和时间的）"), required=False)
    contact = forms.BooleanField(
        label=_("带上联系方式（来信人已经同意）"), required=False, help_text=_("对方不需要就不带；看了什么、送了什么都有记录")
    )

    def __init__(self, *args: Any, letter: Letter, endpoints: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.endpoints = {one.pk: one for one in endpoints}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((one.name, [(f"{one.pk}:{row[0]}", row[1]) for row in one.services]) for one in self.endpoints.values() if one.services),
        ]
        pictures = any(one.public for one in letter.files.all())
        agreed = Contact.objects.filter(letter=letter, may_pass_at__isnull=False).exists()
        for name, there in (("point", letter.point is not None), ("media", pictures), ("contact", agreed)):
            if not there:
                del self.fields[name]

    def chosen(self) -> tuple[Endpoint, Chosen]:
        """The system, and what goes."""
        said = self.cleaned_data
        key, _colon, service = said["to"].partition(":")
        return self.endpoints[int(key)], Chosen(service=service, address=said["address"], point=said.get("point", False), media=said.get("media", False),
                                                contact=said.get("contact", False))  # fmt: skip


class SettleForm(forms.Form):
    """What the other side said when it was asked."""

    arrived = forms.ChoiceField(
        label=_("问过对方，收到了吗"), choices=(("yes", _("收到了")), ("no", _("没有收到"))), widget=forms.RadioSelect
    )
    number = forms.CharField(label=_("对方编号"), max_length=200, required=False, help_text=_("收到了的，填对方给的编号"))
