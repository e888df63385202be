"""Django's name for this app."""

from django.apps import AppConfig


class Api(AppConfig):
    name = "zouxin.site.api"
    label = "api"
