"""Django's name for this app."""

from django.apps import AppConfig


class Registry(AppConfig):
    name = "zouxin.site.registry"
    label = "registry"
