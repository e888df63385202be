"""A connection to the database is asked whether it lives, but not by every request; and a letter outlives a moment without a database."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError

from zouxin.model.errors import UsageError
from zouxin.site.components import trusting
from zouxin.site.mailbox.actions import letters
from zouxin.site.mailbox.models import Letter


def test_a_connection_is_looked_at_again_after_a_while(monkeypatch):
    held, clock = SimpleNamespace(connection=object(), health_check_done=False), [100.0]
    monkeypatch.setattr(trusting, "connections", SimpleNamespace(all=lambda **_: [held]))
    monkeypatch.setattr(trusting, "time", SimpleNamespace(monotonic=lambda: clock[0]))

    def left_out():
        held.health_check_done = False  # as the framework has it when a request begins
        trusting.trust()
        return held.health_check_done

    assert left_out() is False
    clock[0] += trusting.TRUST - 0.1
    assert left_out() is True
    clock[0] += 0.2
    assert left_out() is False


@pytest.fixture
def failing(monkeypatch):
    """The database is away for so many tries."""
    left, create = [0], Letter.objects.create

    def away(**said):
        if left[0]:
            left[0] -= 1
            raise OperationalError("server closed the connection")
        return create(**said)

    monkeypatch.setattr(Letter.objects, "create", away)
    monkeypatch.setattr(letters.time, "sleep", lambda _seconds: None)
    return left


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_tried_again_while_the_database_is_away(failing):
    failing[0] = 3
    made = letters.receive("路灯", "石桥路灯坏了。", once="a" * 32)
    assert Letter.objects.get().number == made.number


@pytest.mark.django_db(transaction=True)
def test_after_too_many_tries_it_says_so_and_keeps_nothing(failing):
    failing[0] = 99
    with pytest.raises(UsageError, match="请过一会儿再试"):
        letters.receive("路灯", "石桥路灯坏了。", once="a" * 32)
    failing[0] = 0
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_has_no_token_is_not_said_twice(failing):
    failing[0] = 1
    with pytest.raises(OperationalError):
        letters.receive("路灯", "石桥路灯坏了。")
    assert not Letter.objects.exists()
