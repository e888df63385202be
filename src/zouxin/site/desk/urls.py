"""Addresses of this app."""

from django.urls import path

from zouxin.site.desk.views import home

app_name = "desk"
urlpatterns = [path("", home.HomeView.as_view(), name="home_view")]
