"""What is answered to what nobody caught: that the database cannot be reached, which passes, or that the program slipped."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def failed(_request: HttpRequest) -> HttpResponse:
    """503, to be tried again, while the database is away; else 500. Neither page asks anything of anybody."""
    if isinstance(sys.exc_info()[1], InterfaceError | OperationalError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "60"})
    return HttpResponse(render_to_string("500.html"), status=500)
