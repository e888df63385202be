"""Corpora: what drafts are compared with. Worked out of a lake once, kept beside its derived tables, opened in moments."""

import json
import shutil
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from zouxin.derive import frozen
from zouxin.derive.reply_reading import learnt
from zouxin.flow.deriving import Bench, derive, instrument, slug
from zouxin.flow.drafts import Corpus
from zouxin.lake import Lake
from zouxin.model.errors import UsageError

NAME, SUFFIX = "standing", ".arrays"
NOT_READY = "可以比较的来信、答复还没有备好"


def corpus_of(lake: Lake, source: str) -> Corpus:
    """What drafts of a source are read beside, as the lake holds it now; kept, so that it is worked out once."""
    files = _files(lake, source)
    key = f"{slug(source)}-{instrument()}-{sha256(json.dumps(files).encode()).hexdigest()[:16]}"
    if not lake.derived(NAME, key, SUFFIX).exists():
        bench = Bench(derive(lake), source)
        it = frozen.stand(bench)
        if it is None:
            return Corpus(id=lake.digest, phrases=learnt(bench), why=NOT_READY)
        about = {"source": source, "lake": lake.digest, "files": files, "letters": len(it.letters), "replies": len(it.replies)}
        kept = lake.keep(NAME, key, lambda path: frozen.save(it, path, about), suffix=SUFFIX)
        for old in kept.parent.glob(f"{slug(source)}-*{SUFFIX}"):  # one stands; who has an older one open keeps it until it looks again
            if old != kept:
                shutil.rmtree(old, ignore_errors=True)
    return _opened(lake.derived(NAME, key, SUFFIX))


def kept_corpus(folder: Path, source: str) -> Corpus | None:
    """The corpus of a source that was kept last under a lake's folder; None where there is none, or a text it was made of has been destroyed since.

    Works nothing out: it answers in milliseconds.
    """
    found = sorted((folder / "derived" / NAME).glob(f"{slug(source)}-{instrument()}-*{SUFFIX}"), key=lambda path: path.stat().st_mtime_ns)
    try:
        if found and _holds(folder, frozen.said_about(found[-1])["files"]):
            return _opened(found[-1])
    except FileNotFoundError:
        pass  # another process has just put a newer one in its place
    _opened.cache_clear()  # what was destroyed is let go
    return None


def keep_corpus(folder: Path, source: str) -> bool:
    """Work the corpus of a source out and keep it; whether there is anything to compare with."""
    with Lake(folder) as lake:
        return corpus_of(lake, source).standing is not None


@lru_cache(maxsize=4)
def _opened(kept: Path) -> Corpus:
    it = frozen.load(kept)
    return Corpus(id=frozen.said_about(kept)["lake"], phrases=it.arrays.phrases, standing=it)


def _files(lake: Lake, source: str) -> dict[str, int]:
    """The landed files of a source that hold its letters and replies, and when each was written: one that was blanked is another."""
    mine = {s.id for s in lake.snapshots() if s.source == source}
    paths = [path for name in ("letter", "reply", "unit") for path in lake.store.files(name) if path.stem in mine]
    return {str(path.relative_to(lake.root)): path.stat().st_mtime_ns for path in paths}


def _holds(folder: Path, files: Mapping[str, int]) -> bool:
    return all((folder / name).exists() and (folder / name).stat().st_mtime_ns == written for name, written in files.items())


def corpus_under(folder: Path, source: str | None = None) -> tuple[Corpus, str]:
    """The corpus of an audit's output folder and its source's name, which need not be said where only one has replies. Raises UsageError otherwise."""
    if not (folder / "lake").is_dir():
        raise UsageError(f"{folder} 里没有数据湖：请给 zouxin audit 写出结果的文件夹")
    with Lake(folder / "lake") as lake:
        sources = sorted({s.source for s in lake.snapshots() if s.rows.get("reply")})
        if source not in sources and (source is not None or len(sources) != 1):
            raise UsageError(f"请用 --source 说明与哪个来源比较，有答复的来源是：{'、'.join(sources) or '（没有）'}")
        return corpus_of(lake, source or sources[0]), source or sources[0]


def letter_under(folder: Path, source: str, number: str) -> dict[str, Any]:
    """Title, text, unit and day of a letter of an audited source, as fields of a draft. Raises UsageError where it is not there."""
    with Lake(folder / "lake") as lake:
        letters = lake.open("letter")
        rows = letters.filter((letters.source == source) & (letters.id == number)).select("title", "text", "unit_id", "received_on")
        found = [row for batch in lake.engine.batches(rows) for row in batch.to_pylist()]
    if not found:
        raise UsageError(f"来源“{source}”里没有编号为 {number} 的来信")
    [one] = found
    return {"title": one["title"], "letter": one["text"], "unit": one["unit_id"], "received": one["received_on"], "letter_id": number}
