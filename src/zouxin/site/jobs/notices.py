"""Notices on their way out: mail, or a signed request to an address of the office's own choosing."""

import hashlib
import hmac
import ipaddress
import json
import socket
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from django.core.mail import send_mail
from django_tasks import task

from zouxin.site.rectification.actions import notices
from zouxin.site.rectification.models import Notice


@task()
def deliver(pk: int) -> None:
    """Send one notice once: what is marked sent is not sent again."""
    notice = Notice.objects.select_related("case__unit").get(pk=pk)
    if notice.state == "sent" or not settings.OUTBOUND:
        return
    try:
        (_hook if notice.to.startswith("https://") else _mail)(notice)
        because = ""
    except (OSError, urllib3.exceptions.HTTPError, ValueError) as error:
        because = f"{type(error).__name__}: {error}"
    notices.delivered(notice, because, by="后台")


def _mail(notice: Notice) -> None:
    if not settings.EMAIL_HOST:
        raise ValueError("没有设置 ZOUXIN_MAIL")
    send_mail(notice.subject, notice.body, settings.DEFAULT_FROM_EMAIL, [notice.to])


def _hook(notice: Notice) -> None:
    """A POST whose body is signed with a key made of the deployment's own; never to this machine or its private network."""
    place = urlsplit(notice.to)
    for *_rest, address in socket.getaddrinfo(place.hostname, place.port or 443, proto=socket.IPPROTO_TCP):
        if not ipaddress.ip_address(address[0]).is_global:
            raise ValueError("接收地址在内部网络里")
    body = json.dumps({"notice": notice.pk, "subject": notice.subject, "body": notice.body}, ensure_ascii=False).encode()
    key = hashlib.sha256(f"notice{settings.SECRET_KEY}".encode()).digest()
    headers = {"Content-Type": "application/json", "X-Zouxin-Signature": hmac.new(key, body, hashlib.sha256).hexdigest()}
    answer = urllib3.PoolManager(timeout=20, retries=False).request("POST", notice.to, body=body, headers=headers, redirect=False)
    if answer.status >= 300:
        raise ValueError(f"对方回答 {answer.status}")
