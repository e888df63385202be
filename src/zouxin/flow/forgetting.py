"""Destroying a letter in the lake: every file that holds its words is written anew without them; key and manifest stay."""

import shutil
from pathlib import Path

from zouxin.flow.deriving import slug
from zouxin.lake import Lake

#: tables that hold a letter's words: the column that names the letter, and the columns of words
WORDS = {"letter": ("id", ("title", "text")), "reply": ("letter_id", ("text",)), "reply_version": ("reply_id", ("text", "note"))}


def shred_letter(out: Path, source: str, number: str) -> int:
    """Take a letter's words and its replies' out of the lake under `out`; how many files held them. Done already, it changes nothing."""
    if not (out / "lake").is_dir():
        return 0
    with Lake(out / "lake") as lake:
        touched = sum(lake.store.blank(table, source, key, number, columns) for table, (key, columns) in WORDS.items())
        if touched:
            # what was worked out from the words goes too, and is worked out anew without them
            for path in (lake.root / "derived").glob(f"*/{slug(source)}-*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return touched
