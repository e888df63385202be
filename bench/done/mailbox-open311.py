#!/usr/bin/env python3
"""A client written from the published specification alone lists services, posts a request with media, reads status and updates, in JSON and XML."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.running import suite

ran, bad, skipped = suite("tests/site/api/test_open311.py")
finish(
    "mailbox-open311",
    [Line("tests of the client that fail or are skipped", bad + skipped if ran else None, f"{ran} tests: each in JSON and XML", "= 0")],
)
