"""Addresses of no desk."""

from django.urls import path

from zouxin.site.components.views import health

app_name = "components"
urlpatterns = [path("health/", health.HealthView.as_view(), name="health_view")]
