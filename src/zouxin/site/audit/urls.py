"""Addresses of this app."""

from django.urls import URLPattern

app_name = "audit"
urlpatterns: list[URLPattern] = []
