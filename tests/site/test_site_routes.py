"""Every route is public by declaration or names its permission; its class, its address and its template have one name; only actions write."""

import ast
import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, get_resolver

from zouxin.site.components.listing import Listing
from zouxin.site.components.screens import Screen, snake
from zouxin.site.people.roles import EVERY

SITE = Path(__file__).parents[2] / "src" / "zouxin" / "site"
#: written by the library that answers them; what they show is judged by tests/site/api
FOREIGN = ("ninja.",)


def routes(patterns=None, before=""):
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        where = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield where, one
        else:
            yield from routes(one.url_patterns, where)


ROUTES = [(where, one) for where, one in routes() if not getattr(one.callback, "__module__", "").startswith(FOREIGN)]


@pytest.mark.parametrize(("where", "one"), ROUTES, ids=[where for where, _ in ROUTES])
def test_a_route_is_public_or_names_its_permission(where, one):
    view = getattr(one.callback, "view_class", None)
    assert view is not None, f"{where} is no Screen"
    assert issubclass(view, Screen)
    assert [view.public, view.known, bool(view.permission)].count(True) == 1, f"{where} must say one of public, known, permission"
    if view.permission:
        assert view.permission in EVERY


@pytest.mark.parametrize(("where", "one"), ROUTES, ids=[where for where, _ in ROUTES])
def test_class_address_and_template_have_one_name(where, one):
    view = one.callback.view_class
    name = one.name.removesuffix("_json").removesuffix("_csv") if issubclass(view, Listing) else one.name
    assert name == snake(view.__name__)
    source = (SITE / Path(*view.__module__.split(".")[2:])).with_suffix(".py").read_text("utf-8")
    body = next(
        ast.get_source_segment(source, node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and node.name == view.__name__
    )
    if issubclass(view, Listing) or "self.show(" in body:
        get_template(view.template_name())


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "one"), ROUTES, ids=[where for where, _ in ROUTES])
def test_who_is_not_logged_in_sees_public_pages_only(where, one):
    view = one.callback.view_class
    if view.public:
        return
    address = "/" + re.sub(r"<[^>]+>", "x", re.sub(r"<int:[^>]+>", "1", where))
    for method in ("get", "post"):
        response = getattr(Client(), method)(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/login/")


WRITES = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "add_child",
    "add_root",
    "set_password",
}


def test_only_actions_write():
    found = []
    for path in [*SITE.glob("*/views/*.py"), *SITE.glob("*/queries.py"), *SITE.glob("*/forms.py"), *SITE.glob("components/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                text = ast.unparse(node.func.value)
                if "objects" in text or node.func.attr in ("save", "set_password", "bulk_create", "add_child"):
                    found.append(f"{path.relative_to(SITE)}:{node.lineno} {text}.{node.func.attr}")
    assert found == []


def test_every_action_takes_who_acts():
    found = []
    for path in SITE.glob("*/actions/*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any("write" in ast.unparse(one) for one in node.decorator_list):
                named = [a.arg for a in node.args.kwonlyargs]
                if "by" not in named and node.name not in ("accept", "change_password"):
                    found.append(f"{path.relative_to(SITE)}:{node.lineno} {node.name} has no keyword `by`")
                if "record(" not in ast.unparse(node) and node.name[0] != "_":
                    found.append(f"{path.relative_to(SITE)}:{node.lineno} {node.name} leaves no entry in the log")
    assert found == []
