"""The sample county on every desk: the site as `zouxin demo` opens it."""

import shutil
from datetime import date

import pytest

from zouxin import flow


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The sample county's lake, inspected at two moments."""
    out = tmp_path_factory.mktemp("demo")
    flow.demo(flow.Question(paths=(), out=out, today=date(2026, 11, 1)), earlier=91)
    return out / "lake"


@pytest.fixture
def filled(db, sample, settings):
    """The site filled with it; a function that gives the session of somebody."""
    from django.test import Client

    from zouxin.site.jobs import showing
    from zouxin.site.people.models import User

    settings.PACKS = (flow.DEMO_PACK,)
    shutil.copytree(sample, settings.DATA / "lake")
    list(showing.fill())

    def session(name):
        client = Client()
        client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return client.cookies["sessionid"].value

    return session
