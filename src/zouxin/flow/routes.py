"""Routing learnt from an office's own letters: learnt, kept beside its data, asked."""

import io
import json
import os
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from zouxin.functions.routing import Guess, Model, guess, learn
from zouxin.model.errors import UsageError

FEWEST = 50  # letters below which nothing is learnt


def learn_routes(folder: Path, texts: Sequence[str], names: Sequence[str]) -> int:
    """Learn who letters are for and keep it under `folder`, whole or not at all; letters learnt from. Raises UsageError with what is missing."""
    if len(texts) < FEWEST:
        raise UsageError(f"只有 {len(texts)} 封已经分办的信，至少要 {FEWEST} 封才学得出怎样分办")
    try:
        model = learn(texts, names)
    except ImportError as error:
        raise UsageError("学习分办要用 scikit-learn；请用 pip install 'zouxin[train]' 安装") from error
    except ValueError as error:
        raise UsageError(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    np.savez_compressed(out, rarity=model.rarity, weights=model.weights, bias=model.bias)
    said = {"words": list(model.words), "names": model.names, "letters": model.letters, "sha256": sha256(out.getvalue()).hexdigest()}
    for name, data in (("routes.npz", out.getvalue()), ("routes.json", json.dumps(said, ensure_ascii=False).encode())):
        fresh = folder / f".{name}.part"
        fresh.write_bytes(data)
        os.replace(fresh, folder / name)
    return model.letters


@lru_cache(maxsize=2)
def _read(folder: Path, _state: int) -> Model | None:
    said = json.loads((folder / "routes.json").read_text("utf-8"))
    data = (folder / "routes.npz").read_bytes()
    if sha256(data).hexdigest() != said["sha256"]:
        return None  # half of a newer one: nothing is suggested until both fit
    held = np.load(io.BytesIO(data), allow_pickle=False)
    words = {word: at for at, word in enumerate(said["words"])}
    return Model(words, held["rarity"], tuple(said["names"]), held["weights"], held["bias"], said["letters"])


def route(folder: Path, text: str) -> Guess | None:
    """Who a letter is for by what was learnt; None where nothing was."""
    kept = folder / "routes.json"
    model = _read(folder, kept.stat().st_mtime_ns) if kept.is_file() else None
    return guess(model, [text])[0] if model else None
