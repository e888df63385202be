"""DuckDB and Spark on the three real mailboxes: the same answers. python -m bench.agree.engines"""

import tempfile
from pathlib import Path

from bench.agree.formats import answers, compare
from bench.running import MAILBOXES


def measure(shared: Path) -> dict[str, dict]:
    """By mailbox, how Spark's answers differ from DuckDB's: in mark, found and because, and in evidence and sentence too."""
    found = {}
    for name, path in MAILBOXES.items():
        file = shared / "data" / f"{path}.parquet"
        with tempfile.TemporaryDirectory() as folder:
            said = {engine: answers(file, Path(folder) / engine, "--engine", engine) for engine in ("duckdb", "spark")}
        found[name] = compare(said["duckdb"], said["spark"])
    return found


if __name__ == "__main__":
    import json

    from bench.lines import shared

    print(json.dumps(measure(shared()), ensure_ascii=False, indent=1, default=str))
