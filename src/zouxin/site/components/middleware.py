"""What every request passes through."""

import logging
import secrets
import time
from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zouxin.model.errors import ZouxinError

#: what a form may be besides its file
FORM_BYTES = 2**20
Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("zouxin.site")


class Policy(CSPMiddleware):
    """What a browser may do with a page, as one sentence put together once; an answer that asks for another policy gets it from the library."""

    def __init__(self, get_response: Answer) -> None:
        super().__init__(get_response)
        self.said = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if any(name.startswith("_csp") for name in (*vars(response), *vars(request))):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.said)
        return response


class RequestId:
    """Gives a request a number that stands in its log line and on error pages, and writes that line: route, status, time; no address, no query."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(6)  # type: ignore[attr-defined]
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info("request", extra={"said": {
            "request": request.number, "method": request.method, "route": match.view_name if match else "", "status": response.status_code,  # type: ignore[attr-defined]
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }})  # fmt: skip
        return response


class Capped:
    """A request larger than any upload may be is answered at once: nothing of it is read, not even by who looks for the form's token."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdigit() and int(length) > settings.UPLOAD_BYTES + FORM_BYTES:
            said = _("文件太大，最多 %(n)s MiB；请分成几份") % {"n": settings.UPLOAD_BYTES >> 20}
            return render(request, "components/sentence.html", {"sentence": said}, status=413)
        return self.get_response(request)


class Sentences:
    """An error Zouxin raises on purpose is told as its sentence, with its status."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ZouxinError):
            return None
        return render(request, "components/sentence.html", {"sentence": error.sentence}, status=error.http_status)
