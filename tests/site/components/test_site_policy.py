"""What a browser may do stands on every answer, put together once; who asks for more gets what the library makes of it."""

import pytest
from csp.constants import HEADER, NONCE, NONE, SELF
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import Client, RequestFactory

from zouxin.site.components.middleware import Policy


def headers(middleware, view):
    return middleware(view)(RequestFactory().get("/")).headers


def plain(_request):
    return HttpResponse("x")


def own(_request):
    return HttpResponse("x", headers={HEADER: "sandbox"})


def nonce(request):
    return HttpResponse(str(request.csp_nonce))


def parts(said):
    return {part.split(" ", 1)[0]: part for part in said.split("; ")}


@pytest.mark.parametrize("view", [plain, own, csp_exempt()(plain), csp_update({"img-src": ["https://example.org"]})(plain)])
def test_the_policy_is_the_librarys(view):
    ours, theirs = headers(Policy, view).get(HEADER), headers(CSPMiddleware, view).get(HEADER)
    assert (ours and parts(ours)) == (theirs and parts(theirs))


def test_a_nonce_that_was_given_out_is_in_the_policy():
    asked = Policy(csp_update({"script-src": [NONCE]})(nonce))(RequestFactory().get("/"))
    assert f"'nonce-{asked.content.decode()}'" in asked.headers[HEADER]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/mailbox/write/", "/no/such/page/"])
def test_it_stands_on_pages_and_on_what_is_not_found(address):
    said = parts(Client().get(address).headers[HEADER])
    assert said["default-src"] == f"default-src {NONE}"
    assert said["script-src"] == f"script-src {SELF}"
    assert said["frame-ancestors"] == f"frame-ancestors {NONE}"
