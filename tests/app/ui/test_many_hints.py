"""However many hints there are, each is seen in the end: what is wanted is never forgotten for another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.document import Document
from app.media.hint_tracks import TRACKS
from app.media.importer import import_line_art
from app.project.hints import Anchor, Hint
from app.project.model import Project, Shot
from app.project.storage import create_project
from app.ui.hint_tracks import HintTracks
from app.ui.quiet import Quiet
from app.ui.viewer.playhead import Playhead
from engine.imaging.stills import write_png

MANY = TRACKS + 8


def test_more_hints_than_tracks_are_kept_for(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "line").mkdir()
    for number in (1, 2):
        page = np.full((48, 64), 255, np.uint8)
        page[10:40, 10 + number] = 0
        write_png(tmp_path / "line" / f"{number:04d}.png", page)
    folder = tmp_path / "walk.shiage"
    create_project(folder)
    shot = Shot("shot1", "walk", line=import_line_art([tmp_path / "line"], folder).line)
    hints = tuple(Hint(str(at), (9, 9, 9), (Anchor(1, 20 + 40 * at / MANY, 20.0),)) for at in range(MANY))
    document = Document(folder, Project((replace(shot, hints=hints),)))
    root = QObject()
    tracks = HintTracks(document, Quiet(document, Playhead(root), root))
    try:
        qtbot.waitUntil(lambda: not tracks.waiting, timeout=20000)
        assert len(tracks.at(2)) == MANY
        document.edit("Other hints", replace(shot, hints=tuple(replace(hint, id=f"new {hint.id}") for hint in hints)))
        assert not tracks.waiting, "the same places are known still"
    finally:
        tracks.close()
