"""A unit sees itself and what is below it: for random trees and users no row out of reach is on any page, in any form."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zouxin.site.people import access, queries
from zouxin.site.people.actions import units, users
from zouxin.site.people.models import Appointment, Unit, User
from zouxin.site.people.roles import EVERY, ROLES

FORMS = ("/units/", "/units.json", "/units.csv", "/people/", "/people.json", "/people.csv", "/log/", "/log.json", "/log.csv")


def body(response):
    return (b"".join(response) if response.streaming else response.content).decode()


@st.composite
def worlds(draw):
    """A tree as the place of each unit's parent, and appointments as (unit, role)."""
    size = draw(st.integers(2, 9))
    parents = [draw(st.integers(-1, i - 1)) for i in range(1, size)]
    held = draw(st.lists(st.tuples(st.integers(0, size - 1), st.sampled_from(sorted(ROLES))), max_size=3))
    return [-1, *parents], held


class Reach(TestCase):
    @given(world=worlds(), data=st.data())
    @settings(max_examples=25, deadline=None)
    def test_nothing_out_of_reach_is_shown(self, world, data):
        parents, held = world
        made = []
        for nth, above in enumerate(parents):
            made.append(units.add(f"单位〔{nth}〕", f"u{nth}", by="tests", above=made[above] if above >= 0 else None))
        for nth, unit in enumerate(made):
            other = User.objects.create(username=f"x{nth}", label=f"同事〔{nth}〕")
            Appointment.objects.create(user=other, unit=unit, role="operator", starts_on=access.today())
        user = User.objects.create(username="me", label="我")
        for place, role in held:
            users.appoint(user, made[place], role, by="tests", ends_on=access.today())
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

        def under(nth, top):
            while nth != -1:
                if nth == top:
                    return True
                nth = parents[nth]
            return False

        for form in FORMS:
            needs = "people.view_event" if "log" in form else "people.view_unit"
            roots = [place for place, role in held if needs in ROLES[role].may]
            allowed = {nth for nth in range(len(parents)) if any(under(nth, root) for root in roots)}
            response = client.get(form)
            assert response.status_code == (200 if roots else 403)
            if roots:
                text = body(response)
                shown = {nth for nth in range(len(parents)) if f"单位〔{nth}〕" in text or f"同事〔{nth}〕" in text}
                assert shown <= allowed, (form, shown - allowed)
                if "log" not in form:
                    assert shown == allowed
        for nth, unit in enumerate(made):
            seen = any("people.view_unit" in ROLES[role].may and under(nth, place) for place, role in held)
            assert client.get(f"/units/{unit.pk}/").status_code == (
                200 if seen else 404 if held and access.may(user, "people.view_unit") else 403
            )


def test_the_condition_and_the_question_agree(county, people):
    for user in people.values():
        for permission in EVERY:
            reach = set(queries.units(user, permission))
            assert reach == {unit for unit in Unit.objects.all() if access.may(user, permission, unit)}


def test_an_appointment_that_ended_or_has_not_begun_gives_nothing(county, people):
    from datetime import timedelta

    host = people["host"]
    assert access.may(host, "registry.view_platform", county["north"])
    Appointment.objects.filter(user=host).update(ends_on=access.today() - timedelta(days=1))
    del host._standing
    assert not access.may(host, "registry.view_platform")
    Appointment.objects.filter(user=host).update(ends_on=access.today() + timedelta(days=9), starts_on=access.today() + timedelta(days=1))
    del host._standing
    assert not access.may(host, "registry.view_platform")


def test_a_slip_in_a_permission_is_an_error_not_a_refusal(people):
    with pytest.raises(KeyError):
        access.may(people["supervisor"], "registry.view_platfrom")


def test_nobody_writes_beyond_their_reach(county, people):
    with pytest.raises(PermissionDenied):
        units.add("别处", "elsewhere", by=people["supervisor"])
    with pytest.raises(PermissionDenied):
        units.rename(county["south"], "改名", by=people["head"])
    with pytest.raises(PermissionDenied):
        users.invite("某人", county["south"], "operator", by=people["head"])


def test_a_unit_is_chosen_by_part_of_its_name_and_only_within_reach(county, people, client_of):
    head = client_of("head")
    shown = head.get("/units/suggest/", {"unit": "shiqiao"}).content.decode()
    assert f"清水镇石桥村〔{county['village'].pk}〕" in shown
    assert "柳林" not in head.get("/units/suggest/", {"unit": "柳林"}).content.decode()
    invite = {"label": "某人", "role": "operator"}
    assert "邀请" in head.post("/people/invite/", {**invite, "unit": "清水镇石桥村"}).content.decode()
    for typed in ("柳林乡政府", f"柳林乡政府〔{county['south'].pk}〕", str(county["south"].pk), "没有这个单位"):
        assert "您的范围内没有叫" in head.post("/people/invite/", {**invite, "unit": typed}).content.decode()
