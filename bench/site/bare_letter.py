"""The bare framework taking a letter: one Django form behind the framework's own middleware for forms, one durable insert, one redirect."""

import os

import dj_database_url
from django import forms
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

settings.configure(
    SECRET_KEY="bare" * 16,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": dj_database_url.parse(os.environ["ZOUXIN_DATABASE"]) | {"CONN_MAX_AGE": 60}},
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    USE_TZ=True,
)  # fmt: skip
application = get_wsgi_application()


class BareLetter(models.Model):
    """One row."""

    title = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"


class Form(forms.Form):
    """Two fields."""

    title = forms.CharField(max_length=100)
    text = forms.CharField(max_length=10_000)


def take(request: HttpRequest) -> HttpResponse:
    """Keep a letter."""
    form = Form(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    return redirect(f"/{BareLetter.objects.create(**form.cleaned_data).pk}/")


def prepare() -> None:
    """Make the table."""
    with connection.schema_editor() as editor:
        editor.create_model(BareLetter)


urlpatterns = [path("", take)]
