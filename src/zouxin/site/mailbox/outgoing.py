"""What leaves when a letter is passed on: worked out before, shown whole, and sent just so."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zouxin import flow
from zouxin.model.datum import WGS84
from zouxin.model.errors import UsageError
from zouxin.site.mailbox.models import Contact, Endpoint, Letter, LetterFile
from zouxin.site.mailbox.queries import public_text

#: what each field of the specification is called on screen
NAMES = {
    "service_code": gettext_lazy("服务"), "description": gettext_lazy("内容"), "address_string": gettext_lazy("地点"), "lat": gettext_lazy("纬度"), "long": gettext_lazy("经度"),
    "last_name": gettext_lazy("怎样称呼"), "phone": gettext_lazy("电话"), "email": gettext_lazy("电子邮箱"), "jurisdiction_id": "jurisdiction_id",
}  # fmt: skip
#: of who wrote: taken from where it stands when it leaves, never copied
PRIVATE = ("last_name", "phone", "email")


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a clerk chose to send: the place as it is to be said, the point, pictures, and the contact, which needs its writer's consent."""

    service: str
    address: str = ""
    point: bool = True
    media: bool = False
    contact: bool = False


@dataclass(frozen=True)
class Outgoing:
    """Fields and pictures as they leave; the api_key, which only the sender knows, is not among them."""

    fields: dict[str, str]
    files: list[list[Any]] = field(default_factory=list)

    @property
    def seal(self) -> str:
        """sha256 of all of it: what is sent is what was looked at."""
        return hashlib.sha256(json.dumps([self.fields, self.files], sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def kept(self) -> dict[str, str]:
        """The fields without who wrote."""
        return {name: value for name, value in self.fields.items() if name not in PRIVATE}

    def told(self) -> list[tuple[Any, str, str]]:
        """(name on screen, name of the specification, value), in the order they leave."""
        return [(NAMES[name], name, value) for name, value in self.fields.items()]


def outgoing(letter: Letter, endpoint: Endpoint, chosen: Chosen) -> Outgoing:
    """What leaves of a letter. Numbers of people are struck out of its words as in the public record; its place is said in WGS-84.

    Raises UsageError where the specification wants a place and there is none, and where the contact is wanted without consent.
    """
    fields = {"service_code": chosen.service, "description": public_text(f"{letter.title}\n{letter.text}".strip())}
    if chosen.address.strip():
        fields["address_string"] = chosen.address.strip()
    if chosen.point and letter.point:
        point = letter.point.within(WGS84)
        fields |= {"lat": f"{point.latitude:.6f}", "long": f"{point.longitude:.6f}"}
    if "address_string" not in fields and "lat" not in fields:
        raise UsageError(_("对方要知道在哪里：请写地点，或者带上来信人标的位置"))
    if chosen.contact:
        fields |= contact_of(letter)
    if endpoint.jurisdiction:
        fields["jurisdiction_id"] = endpoint.jurisdiction
    files = [[one.pk, one.name, _digest(one)] for one in letter.files.all() if one.public] if chosen.media else []
    return Outgoing(fields, files)


def contact_of(letter: Letter) -> dict[str, str]:
    """Who wrote, in the fields of the specification. Raises UsageError without their consent."""
    said = Contact.objects.filter(letter=letter, may_pass_at__isnull=False).first()
    if said is None:
        raise UsageError(_("来信人没有同意把联系方式转给别的系统"))
    return {name: value for name, value in (("last_name", said.name), ("phone", said.phone), ("email", said.email)) if value}


def _digest(one: LetterFile) -> str:
    with one.public.open("rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def pictures(letter: Letter, files: list[list[Any]]) -> list[tuple[str, bytes, str]]:
    """The pictures that were settled, as they leave. Raises UsageError where one is gone or another."""
    kept, found = letter.files.in_bulk([key for key, *_rest in files]), []
    for nth, (key, _name, digest) in enumerate(files, 1):
        one = kept.get(key)
        if one is None or not one.public or _digest(one) != digest:
            raise UsageError(_("要送的照片不在了，没有送出"))
        with one.public.open("rb") as file:
            found.append((f"photo-{nth}.jpg", file.read(), "image/jpeg"))
    return found


def client(endpoint: Endpoint) -> flow.GeoReport:
    """How an endpoint is asked, with its key from its file. Raises UsageError where the file cannot be read."""
    return flow.GeoReport(url=endpoint.url, form=endpoint.form, jurisdiction=endpoint.jurisdiction, key=_key(endpoint.key_file))


def _key(name: str) -> str:
    if not name:
        return ""
    folder = Path(settings.OPEN311_KEYS) if settings.OPEN311_KEYS else Path(settings.DATA) / "open311"
    try:
        return (folder / Path(name).name).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(_("密钥文件“%(name)s”读不到：请维护人员把它放进密钥文件夹（ZOUXIN_OPEN311_KEYS）") % {"name": name}) from error
