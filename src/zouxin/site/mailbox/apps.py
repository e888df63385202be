"""The app."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "zouxin.site.mailbox"
    label = "mailbox"
