#!/usr/bin/env python3
"""Two journeys in Chromium: a letter from its empty first answer to the public record, and a robot whose two lines never left."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.running import suite

ran, bad, skipped = suite("tests/site/screens/test_mailbox_journey.py")
finish(
    "mailbox-journeys",
    [
        Line(
            "journeys that fail or are skipped",
            bad + skipped if ran else None,
            f"{ran} tests: letter to public record on a phone without script; robot over HTTP",
            "= 0",
        )
    ],
)
