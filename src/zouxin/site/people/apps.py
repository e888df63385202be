"""Django's name for this app."""

from django.apps import AppConfig


class People(AppConfig):
    name = "zouxin.site.people"
    label = "people"
