"""The bare framework: one Django view that renders one template of about the size of a page of the site, and nothing else."""

from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

settings.configure(
    SECRET_KEY="bare" * 16,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent / "templates"]}],
)


def bare(request: HttpRequest) -> HttpResponse:
    """Render the template."""
    return render(
        request, "bare.html", {"title": "平台", "rows": [(f"平台{nth}", "微信公众号", "在用", "2016-05-01") for nth in range(20)]}
    )


urlpatterns = [path("", bare)]
application = get_wsgi_application()
