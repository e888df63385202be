"""Django's name for this app."""

from django.apps import AppConfig


class Publishing(AppConfig):
    name = "zouxin.site.publishing"
    label = "publishing"
