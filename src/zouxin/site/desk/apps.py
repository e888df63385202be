"""Django's name for this app."""

from django.apps import AppConfig


class Desk(AppConfig):
    name = "zouxin.site.desk"
    label = "desk"
