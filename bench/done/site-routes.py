#!/usr/bin/env python3
"""Every route is public by declaration or names its permission, and nobody sees a row out of reach on any page, in JSON or in CSV."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.running import suite

os.environ["HYPOTHESIS_PROFILE"] = "ci"
ran, bad, skipped = suite("tests/site/test_site_routes.py")
reach, lost, left = suite("tests/site/people/test_people_reach.py", "tests/site/api/test_api_reach.py")
lines = [
    Line("tests of routes that fail or are skipped", bad + skipped if ran else None, f"{ran:,} tests, three a route", "= 0"),
    Line("property tests of reach that fail or are skipped", lost + left if reach else None, f"{reach:,} tests on random trees", "= 0"),
]
finish("site-routes", lines)
