#!/usr/bin/env python3
"""Every form of the site, found by links in four roles: forged requests are refused, and scripts typed in come back as text on every page."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.running import suite

ran, bad, skipped = suite("tests/site/screens/test_forms_hostile.py")
finish("mailbox-forms", [Line("probes of forms by forged requests and typed scripts that fail or are skipped", bad + skipped if ran else None, f"{ran} tests over every form of four roles", "= 0")])  # fmt: skip
