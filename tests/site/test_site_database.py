"""The database the suite was asked to run on is the one it runs on."""

import os

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_suite_runs_on_the_database_it_was_given():
    assert connection.vendor == ("postgresql" if os.environ.get("ZOUXIN_DATABASE", "").startswith("postgres") else "sqlite")
