"""A citizen's letter."""

import sys
from pathlib import Path

import pytest
from django.test import Client

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def letter(county):
    from mailbox_forms import write

    return write(Client(), unit=county["north"].pk, name="王女士", phone="13800138000")
