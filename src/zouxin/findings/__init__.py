"""Asks the checks, keeps their answers, and compares run with run."""
