"""The sample county: an invented county, seeded, whose every planted trouble is known."""
