"""Django's name for this app."""

from django.apps import AppConfig


class Rectification(AppConfig):
    name = "zouxin.site.rectification"
    label = "rectification"
