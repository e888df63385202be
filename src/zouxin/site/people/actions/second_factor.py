"""Writes about second factors."""

from typing import Any

from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from zouxin.site.people.log import record, write

SPARE = 8


def begin(*, by: Any) -> TOTPDevice:
    """The device being set up: the same until it is confirmed, so that a page looked at twice shows one picture."""
    return TOTPDevice.objects.get_or_create(user=by, confirmed=False, defaults={"name": "app"})[0]


@write
def confirm(device: TOTPDevice, *, by: Any) -> list[str]:
    """Put a device to use that proved itself; the spare codes, which are shown once."""
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    StaticDevice.objects.filter(user=by).delete()
    spare = StaticDevice.objects.create(user=by, name="spare")
    codes = [StaticToken.random_token() for _ in range(SPARE)]
    StaticToken.objects.bulk_create(StaticToken(device=spare, token=code) for code in codes)
    record(by, "user.second_factor", by)
    return codes


@write
def drop(*, by: Any) -> None:
    """Take a user's devices and spare codes away."""
    TOTPDevice.objects.filter(user=by).delete()
    StaticDevice.objects.filter(user=by).delete()
    record(by, "user.second_factor_drop", by)
