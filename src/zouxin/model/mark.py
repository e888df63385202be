"""Marks: names of findings that stay the same from run to run."""

import base64
import hashlib

LENGTH = 16


def mark(check: str, table: str, source: str, own_id: str) -> str:
    """16 base32 characters that name one finding.

    Made of the check's code, the subject's table, the source's name and the source's own
    id of the subject, and of nothing else: not of format, path, limit, pack, evidence,
    run or unit, so that a finding keeps its case when any of those change.
    """
    return from_hex(hashlib.sha256(text(check, table, source, own_id).encode()).hexdigest())


def text(check: str, table: str, source: str, own_id: str) -> str:
    """What is hashed: the four parts, separated by a character no identifier holds."""
    return "\x1f".join((check, table, source, own_id))


def from_hex(digest: str) -> str:
    """The first 80 bits of a sha256 hex digest as 16 base32 characters."""
    return base64.b32encode(bytes.fromhex(digest[:20])).decode()
