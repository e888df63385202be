"""What a killed process was writing is swept by the next landing; what another still writes is left alone."""

import multiprocessing
import os
import signal

import pytest

from zouxin.lake import Lake
from zouxin.lake.store import Store


def _write_and_die(root, how):
    def make(path):
        path.write_bytes(b"half a table")
        os.kill(os.getpid(), how)

    Lake(root).keep("letter_reading", "key", make)


def left(root):
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.parent.name == "staging" or p.name.startswith("."))


def test_a_derived_table_half_written_by_a_killed_process_is_swept(tmp_path):
    process = multiprocessing.get_context("spawn").Process(target=_write_and_die, args=(tmp_path, signal.SIGKILL))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert left(tmp_path)
    assert not list((tmp_path / "derived").rglob("*.parquet"))
    with Store(tmp_path).writing():
        pass
    assert not left(tmp_path)


def test_what_is_being_written_is_not_swept(tmp_path):
    with Store(tmp_path).staging() as folder:
        with Store(tmp_path).writing():
            pass
        assert folder.is_dir()
    assert not left(tmp_path)


def test_a_table_that_could_not_be_made_leaves_nothing(tmp_path):
    def fails(path):
        path.write_bytes(b"half")
        raise OSError("full")

    with Lake(tmp_path) as lake, pytest.raises(OSError, match="full"):
        lake.keep("letter_reading", "key", fails)
    assert not left(tmp_path)
    assert not list((tmp_path / "derived").rglob("*.parquet"))
