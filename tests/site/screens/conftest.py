"""A site with something on every desk."""

import pytest


@pytest.fixture
def filled(people, county):
    """People in every role; what the other desks hold is put there by their own actions."""
    return people
