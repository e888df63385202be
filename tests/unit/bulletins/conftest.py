"""The made-up reports, built once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "fixtures"))


@pytest.fixture(scope="session")
def report():
    from report_example import example

    return example()


@pytest.fixture(scope="session")
def small():
    from report_example import small

    return small()
