"""The parts of the measurement, each one run of the app: bringing a shot in, and working on it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app import settings
from app.bench.rig import BenchFailed, percentile
from app.project.model import Span
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.workspace import cache_budget
from app.windowbench.stage import Stage

_TURN = 1 / 60  # seconds between two events of a hand at work
_REST = 0.4  # seconds that an artist looks at a frame
_LOOK = 0.05  # seconds between two looks at whether small pictures are there
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_PLAIN, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_LONG = 900.0  # seconds for 4K to be colored on a small computer
_MB = 1e6


async def bring_in(stage: Stage) -> None:
    """From nothing: the window comes, the shot is dropped on it, two keys are laid, the app is left."""
    window, order = stage.application.window, stage.order
    await stage.application.open(())
    await _settled(window)
    stage.tell("start to usable window, welcome page", stage.age, "s")
    stage.heartbeat.phase = "import"
    begun = time.perf_counter()
    window.files_dropped.emit([Path(order.line)])
    await stage.until(lambda: window.page is not None, "the new project")
    document = stage.page.workspace.document
    await stage.until(lambda: document.shot.line is not None, "the line art")
    stage.tell(
        "import",
        time.perf_counter() - begun,
        "s",
        f"{document.shot.line.span.length if document.shot.line else 0} frames",
    )
    await stage.until(lambda: any(paint.exact for paint in stage.painted.log), "the first picture")
    stage.tell("import to the first picture", time.perf_counter() - begun, "s")
    stage.heartbeat.phase = "laying keys"
    for count, (number, path) in enumerate(order.keys.items()):
        stage.page.timeline.files_dropped.emit(number, [Path(path)])
        await stage.until(lambda count=count: len(document.shot.keys) > count, "a key")
    await asyncio.sleep(0.5)
    Path(order.out, "project").write_text(str(stage.page.workspace.folder), "utf-8")


async def work(stage: Stage) -> None:
    """Open the saved shot; step, scrub, zoom, color, play and export, those of it that are wanted."""
    await _open(stage)
    quick, wanted = stage.order.quick, set(stage.order.phases)
    stage.heartbeat.phase = "scrub"
    await _fill(stage)
    if "scrub" in wanted:
        await _cached(stage, 60 if quick else 300)
        await _uncached(stage, 15 if quick else 60)
        await _drag(stage, 60 if quick else 400)
    stage.page.workspace.playhead.set_range(Span(*stage.order.range))  # not before: the drag might take its bracket
    if "zoom" in wanted:
        stage.heartbeat.phase = "timeline zoom"
        await _zoom(stage, 60 if quick else 240)
    if wanted & {"generation", "playback", "palette", "export"}:  # the others need color
        stage.heartbeat.phase = "generation"
        await _generate(stage)
    if "playback" in wanted:
        await _play(stage)
    await _cancel(stage)
    if "palette" in wanted:
        stage.heartbeat.phase = "palette"
        await _recolor(stage, 4 if quick else 12)
    if "export" in wanted:
        stage.heartbeat.phase = "export"
        await _export(stage)
    pictures, budget = stage.page.workspace.frames.used_bytes, cache_budget(settings.load()[0].cache_bytes)
    stage.tell(
        "memory of the app, at most",
        stage.heartbeat.memory / _MB,
        "MB",
        f"of {budget / _MB:.0f} MB, in {stage.heartbeat.fullest}; pictures take {pictures / _MB:.0f} MB in the end",
    )


async def _settled(window: QWidget) -> None:
    """Wait until the window has been painted and answers."""
    for _ in range(3):
        await asyncio.sleep(0.005)
    if not window.isVisible():
        raise BenchFailed("The window did not open.")


async def _open(stage: Stage) -> None:
    window, begun = stage.application.window, time.perf_counter()
    await stage.application.open([stage.order.project])
    await _settled(window)
    stage.heartbeat.phase = "page building"
    await stage.until(lambda: window.page is not None, "the page")
    await _settled(window)
    ready = stage.page.workspace.coloring.queue.hello is not None
    stage.tell("start to usable page", stage.age, "s", "engine ready" if ready else "engine still loading")
    await stage.until(lambda: any(paint.exact for paint in stage.painted.log), "the first picture")
    opening = stage.painted.log[0].when - begun
    stage.tell("start to first picture", stage.age, "s", f"{opening:.2f} s after it was told to open")
    stage.heartbeat.phase = "engine starting"
    await stage.until(lambda: stage.page.workspace.coloring.queue.hello is not None, "the engine")
    stage.tell("start to engine ready", stage.age, "s")


async def _fill(stage: Stage) -> None:
    """Go through the range once, so that its pictures are at hand."""
    first, last = stage.order.range
    stage.page.workspace.playhead.go(last + 1)
    for number in range(first, last + 1):
        await stage.painted.go(number)


async def _cached(stage: Stage, count: int) -> None:
    first, last = stage.order.range
    steps = [first + at % (last - first + 1) for at in range(count)]
    chance = random.Random(1)
    jumps = [chance.randrange(first, last + 1) for _ in range(count)]
    for name, numbers in (("step", steps), ("scrub", jumps)):
        took: list[float] = []
        for number in numbers:
            if number != stage.page.workspace.playhead.number:
                took.append((await stage.painted.go(number)).frame)
                await asyncio.sleep(0)
        _percentiles(stage, f"cached {name}, from the hand to the painted frame", took)


async def _uncached(stage: Stage, count: int) -> None:
    """Jump to frames that are not at hand, resting now and then as an artist does."""
    frames, chance = stage.page.workspace.frames, random.Random(2)
    first, last = stage.order.span
    some: list[float] = []
    itself: list[float] = []
    exact: list[float] = []
    for _ in range(count):
        left = _not_at_hand(frames.cached_spans(), Span(first, last))
        if not left:
            break  # as many as were wanted, or a shot so short that all of it is in memory
        shown = await stage.painted.go(chance.choice(left))
        some.append(shown.anything)
        itself.append(shown.frame)
        rest = chance.choice((0.02, 0.1, _REST))
        if rest == _REST:
            exact.append(await stage.painted.exact(shown))
        await asyncio.sleep(rest)
    _percentiles(stage, "uncached jump, until something is shown", some)
    _percentiles(stage, "uncached jump, until the frame itself is shown", itself)
    _percentiles(stage, "uncached jump, until the exact picture is shown", exact)


def _not_at_hand(spans: Iterable[Span], among: Span) -> list[int]:
    """The frames among these that lie in none of the spans; to look at each in the cache would be a stall itself."""
    held = {number for span in spans for number in range(span.first, span.last + 1)}
    return [number for number in range(among.first, among.last + 1) if number not in held]


async def _drag(stage: Stage, count: int) -> None:
    """Drag the playhead over the whole shot and back with the mouse."""
    timeline, (first, last) = stage.page.timeline, stage.order.span
    timeline.zoom_to_shot()

    def mouse(kind: QEvent.Type, number: int, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        at = QPointF(timeline.geometry_now.center(number), 8)
        event = QMouseEvent(kind, at, timeline.mapToGlobal(at), button, held, _PLAIN)
        QApplication.sendEvent(timeline, event)

    mouse(QEvent.Type.MouseButtonPress, first, _LEFT, _LEFT)
    number = first
    for at in range(count):
        share = 2 * at / count
        number = first + round((last - first) * (share if share <= 1 else 2 - share))
        mouse(QEvent.Type.MouseMove, number, _NONE, _LEFT)
        await asyncio.sleep(_TURN)
    mouse(QEvent.Type.MouseButtonRelease, number, _LEFT, _NONE)


async def _zoom(stage: Stage, count: int) -> None:
    """Turn the wheel over the timeline with Ctrl held, in and out, at several places."""
    timeline = stage.page.timeline
    for at in range(count):
        place = QPointF(timeline.width() * (0.3 + 0.5 * at / count), timeline.height() / 2)
        turn = QPoint(0, 120 if at % 40 < 20 else -120)
        event = QWheelEvent(
            place, timeline.mapToGlobal(place), QPoint(), turn, _NONE, _CTRL, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(timeline, event)
        await asyncio.sleep(_TURN)


async def _generate(stage: Stage) -> None:
    """Color the range; the rest goes on behind it."""
    workspace = stage.page.workspace
    first, last = stage.order.range
    workspace.playhead.go(first + 1)  # the first one has a key
    action = stage.application.window.actions_table["generate"]
    await stage.until(action.isEnabled, "Generate to be possible")
    begun = time.perf_counter()
    action.trigger()

    def colored() -> bool:
        wanted = [segment for segment in workspace.document.segments if segment.span.first <= last]
        return all(segment.take is not None for segment in wanted)

    frames, keys = workspace.frames, " and ".join(str(number) for number in stage.order.keys)
    await stage.until(lambda: frames.described(first + 1).colored and not frames.waiting, "the first color", _LONG)
    stage.tell("first color on the screen, from Generate", time.perf_counter() - begun, "s", f"keys on frames {keys}")
    await stage.until(lambda: workspace.document.takes, "the first take", _LONG)
    stage.tell("first segment, from Generate", time.perf_counter() - begun, "s", f"keys on frames {keys}")
    await stage.until(colored, "the range to be colored", _LONG)
    done = sum(take.span.length for take in workspace.document.takes)
    stage.tell("coloring", done / (time.perf_counter() - begun), "frames/s", f"{done} frames")


async def _play(stage: Stage) -> None:
    """Play the colored range from memory while the engine colors the rest."""
    page = stage.page
    playhead, queue, frames = page.workspace.playhead, page.workspace.coloring.queue, page.workspace.frames
    first, last = stage.order.range
    await _fill(stage)
    playhead.go(first)
    playhead.looped_range = True
    playhead.realtime = True
    await asyncio.sleep(1.0)
    left = _not_at_hand(frames.cached_spans(), Span(first, last))
    moves: list[int] = []
    playhead.moved.connect(moves.append)
    stage.heartbeat.phase = "playback"
    working, stage.painted.log[:] = queue.busy, []
    playhead.play()
    await asyncio.sleep(stage.order.seconds)
    dropped, stopped = playhead.dropped, not playhead.playing
    playhead.pause()
    playhead.moved.disconnect(moves.append)
    working = working and queue.busy
    shown = [paint.number for paint in stage.painted.log if not paint.stands_in]
    changes = sum(1 for at, number in enumerate(shown) if at == 0 or shown[at - 1] != number)
    engine = "engine coloring" if working else "ENGINE NOT COLORING ALL THE TIME"
    engine += "; PLAYING STOPPED BY ITSELF" if stopped else ""
    cached = f"{len(left)} frames not at hand" if left else "all at hand"
    stage.tell(
        "playback, frames painted",
        changes / stage.order.seconds,
        "frames/s",
        f"{stage.order.seconds:.0f} s; {engine}; {cached}",
    )
    stage.tell("playback, frames dropped by the clock", dropped, "frames", f"of {len(moves) + dropped}")
    stage.tell("playback, frames moved to and not painted", max(0, len(moves) - changes), "frames", f"of {len(moves)}")


async def _cancel(stage: Stage) -> None:
    stage.heartbeat.phase = "cancel"
    queue = stage.page.workspace.coloring.queue
    if queue.busy:
        begun = time.perf_counter()
        stage.application.window.actions_table["cancel"].trigger()
        await stage.until(lambda: not queue.busy, "coloring to stop")
        stage.tell("cancel to stopped", time.perf_counter() - begun, "s")


async def _recolor(stage: Stage, count: int) -> None:
    """Give the swatch that there is most of one color after the other, as the palette's dialog does."""
    workspace, panel = stage.page.workspace, stage.page.panel.palettes
    document, thumbnails = workspace.document, workspace.thumbnails
    workspace.playhead.go(stage.order.range[0] + 5)  # a frame that is not a key
    await stage.until(lambda: panel.palette_now.swatches and not workspace.frames.waiting, "the palette")
    await asyncio.sleep(2 * _REST + 0.5)

    def edit(step: int) -> None:
        palette = panel.palette_now
        changed = palette.with_color(palette.swatches[0].id, (20 * step % 256, 40, 90))
        document.edit("Swatch", replace(document.shot, palettes=document.shot.palettes.with_shown(changed)))

    def asked() -> bool:
        for take in document.takes:
            thumbnails.take(take)
        for key in document.shot.keys:
            thumbnails.key(key.number)
        return thumbnails.waiting

    shown: list[float] = []
    exact: list[float] = []
    small: list[float] = []
    for step in range(1, count + 1):
        begun = time.perf_counter()
        first, whole = await stage.painted.after(lambda step=step: edit(step))
        shown.append(first)
        exact.append(whole)
        while asked():
            await asyncio.sleep(_LOOK)  # rarely: to ask is work for the window's thread
        small.append(time.perf_counter() - begun)
        await asyncio.sleep(_REST)
    stage.tell("first swatch edit, until the shown frame changes", shown[0] * 1000, "ms")
    _percentiles(stage, "swatch edit, until the shown frame changes", shown)
    _percentiles(stage, "swatch edit, until the shown frame is exact", exact)
    _percentiles(stage, "swatch edit, until all thumbnails did", small)


async def _export(stage: Stage) -> None:
    """Export the range as PNG files through the dialog."""
    window, (first, last) = stage.application.window, stage.order.range
    action = window.actions_table["export"]
    await stage.until(action.isEnabled, "Export to be possible")
    action.trigger()
    await stage.until(lambda: isinstance(QApplication.activeModalWidget(), ExportDialog), "the export dialog")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportDialog)
    dialog.folder.setText(stage.order.out)
    dialog.first.setValue(first)
    dialog.last.setValue(last)
    begun = time.perf_counter()
    dialog.accept()
    await stage.until(lambda: window.errands.busy, "the export to begin")
    await stage.until(lambda: not window.errands.busy, "the export to end")
    stage.tell(
        "export as PNG", (last - first + 1) / (time.perf_counter() - begun), "frames/s", f"{last - first + 1} frames"
    )


def _percentiles(stage: Stage, name: str, seconds: list[float]) -> None:
    for share in (0.5, 0.95) if seconds else ():
        stage.tell(f"{name}, p{share * 100:.0f}", percentile(seconds, share) * 1000, "ms", f"{len(seconds)} times")
