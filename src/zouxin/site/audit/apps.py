"""Django's name for this app."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "zouxin.site.audit"
    label = "audit"
