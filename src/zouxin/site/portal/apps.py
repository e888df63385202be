"""Django's name for this app."""

from django.apps import AppConfig


class Portal(AppConfig):
    name = "zouxin.site.portal"
    label = "portal"
