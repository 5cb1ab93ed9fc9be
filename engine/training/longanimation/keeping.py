"""Examples kept on disk as pictures once they were made: drawing a clip takes longer than a step of training."""

from __future__ import annotations

import contextlib
import os
import zipfile
from collections import OrderedDict
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from engine.longanimation.kept import digest
from engine.training.longanimation.clips import Example, Examples

AT_HAND = 4


class KeptExamples:
    """The same examples; a file that is damaged or of other examples is made anew. The last few are at hand."""

    def __init__(self, examples: Examples, folder: Path) -> None:
        self._examples, self._folder = examples, folder
        self._at_hand: OrderedDict[int, Example] = OrderedDict()
        self.digest, self.buckets = examples.digest, examples.buckets
        folder.mkdir(parents=True, exist_ok=True)

    def __len__(self) -> int:
        return len(self._examples)

    def example(self, item: int) -> Example:
        """Raises TrainingError, OSError."""
        if item not in self._at_hand:
            self._at_hand[item] = self._kept(item)
            while len(self._at_hand) > AT_HAND:
                self._at_hand.popitem(last=False)
        return self._at_hand[item]

    def _kept(self, item: int) -> Example:
        path = self._folder / f"{digest(self.digest, item)}.npz"
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile), np.load(path) as found:
            return Example(**{name: found[name] for name in found if name != "words"}, words=str(found["words"]))
        made = self._examples.example(item)
        part = path.with_name(f".{path.stem}.{os.getpid()}.part.npz")
        entries: dict[str, Any] = {entry.name: np.asarray(getattr(made, entry.name)) for entry in fields(made)}
        np.savez_compressed(part, **entries)
        part.replace(path)
        return made
