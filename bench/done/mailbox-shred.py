#!/usr/bin/env python3
"""A destroyed letter's words are looked for in database, lake, files, log, exports and a backup made after; attachments, script and forged forms."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.running import suite

ran, bad, skipped = suite("tests/site/mailbox/test_mailbox_hostile.py")
finish(
    "mailbox-shred",
    [
        Line(
            "tests that fail or are skipped",
            bad + skipped if ran else None,
            f"{ran} tests: shredding, hostile files, script in letters, forged forms",
            "= 0",
        )
    ],
)
