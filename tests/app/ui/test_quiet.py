"""Who works behind the window rests while the shot plays and for a moment after each edit, and then goes on."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from queue import SimpleQueue

import pytest
from pytestqt.qtbot import QtBot

from app.document import Document
from app.project.model import Project, Span
from app.ui.newest import Newest
from app.ui.quiet import CALM, Quiet
from app.ui.viewer.playhead import Playhead

LONG = 20  # seconds


@pytest.fixture
def document(tmp_path: Path, qtbot: QtBot) -> Document:
    return Document(tmp_path, Project())


def test_an_edit_gives_a_moment_of_rest_that_ends_by_itself(document: Document, qtbot: QtBot):
    playhead = Playhead()
    quiet = Quiet(document, playhead)
    told: list[bool] = []
    quiet.changed.connect(told.append)
    document.edit("Name", replace(document.shot, name="one"))
    document.edit("Name", replace(document.shot, name="two"))
    assert told == [True], "one rest for both"
    qtbot.waitUntil(lambda: told == [True, False])
    document.takes_changed.emit()
    assert told == [True, False, True]
    qtbot.waitUntil(lambda: told == [True, False, True, False])


def test_playing_is_rest_for_as_long_as_it_lasts(document: Document, qtbot: QtBot):
    playhead = Playhead()
    playhead.moved.connect(playhead.shown)  # every picture is at hand
    playhead.set_shot(Span(1, 500), Fraction(24), range(1, 501), ())
    quiet = Quiet(document, playhead)
    told: list[bool] = []
    quiet.changed.connect(told.append)
    playhead.play()
    document.edit("Name", replace(document.shot, name="one"))
    qtbot.wait(2 * CALM)
    assert told == [True], "an edit meanwhile ends nothing"
    playhead.pause()
    assert told == [True, False]


def test_work_that_an_edit_asks_for_begins_after_the_rest(document: Document, qtbot: QtBot):
    quiet = Quiet(document, Playhead())
    begun: SimpleQueue[bool] = SimpleQueue()
    resting = True
    worker: Newest[str, None] = Newest("bench", lambda task, stopped: begun.put(resting), lambda task, made: None)

    def heard(now: bool) -> None:
        nonlocal resting
        resting = now
        worker.rest(now)

    quiet.changed.connect(heard)
    document.changed.connect(lambda: worker.want(["task"]))
    document.edit("Name", replace(document.shot, name="one"))
    qtbot.waitUntil(lambda: not begun.empty())
    assert begun.get() is False
    worker.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")
def test_whoever_can_wait_gives_way_and_the_window_does_not():
    found: SimpleQueue[int] = SimpleQueue()

    def look(task: str, stopped: object) -> None:
        found.put(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    worker: Newest[str, None] = Newest("bench", look, lambda task, made: None)
    worker.want(["task"])
    there = found.get(timeout=LONG)
    worker.close()
    assert there > os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
