"""What all tests share: Hypothesis profiles, the engines, and the folder of the golden cases' runner."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from zouxin.lake import Lake
from zouxin.lake.engine import Engine

sys.path.append(str(Path(__file__).parent / "golden"))
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
settings.register_profile("deep", deadline=None, max_examples=500, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def _engine(name: str, folder: Path) -> Iterator[Engine]:
    with Lake(folder, engine=name, memory=1.0) as lake:
        yield lake.engine


@pytest.fixture(scope="session")
def duckdb_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The embedded engine, one for the whole session."""
    yield from _engine("duckdb", tmp_path_factory.mktemp("duckdb"))


@pytest.fixture(scope="session")
def spark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Spark on this machine, one session for the whole run."""
    yield from _engine("spark", tmp_path_factory.mktemp("spark"))
