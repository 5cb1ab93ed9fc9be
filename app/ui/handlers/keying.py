"""What the Key actions and drops on frames do: lay, replace, move and remove colored keys; each is one undo step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

import cv2
import numpy as np
from PySide6.QtGui import QGuiApplication, QImage

from app.media.errors import MediaError, MediaUnreadable
from app.media.keys import FitOffer, KeyMismatch, KeyResult, lay_key
from app.media.pictures import PictureKey, render
from app.media.sequence import find_sequences, number_in_name
from app.project.media_paths import absolute
from app.project.model import Key, LineArt, runs, with_key, with_key_moved, without_key
from app.project.staleness import usable_keys
from app.project.timing import in_short
from app.ui import drops
from app.ui.actions import Handler
from app.ui.deleting import offer_undo
from app.ui.dialogs.asking import choose, choose_files
from app.ui.folders import start_folder
from app.ui.guarded import still_open, while_open
from app.ui.handlers.importing import Importing, Spot
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.preferences import Preferences
from app.ui.workspace import Workspace
from engine.imaging.stills import SUFFIXES, StillError
from engine.protocol.frames import FrameFileError

Result = TypeVar("Result")
_Given = ParamSpec("_Given")
_AS_KEYS, _AS_LINE, _NOTHING = "Lay them as keys", "They are line art", "Cancel"
_NAMED = 5  # pictures in one notice
_OVERTAKEN = "The segment being colored still uses the keys as they were; it will be stale."
_NO_KEY = "No key is left. What waits in the queue is colored once there is a key again."


class Keying:
    """Colored keys on the frames of the open shot."""

    def __init__(self, window: MainWindow, preferences: Preferences, importing: Importing) -> None:
        self._window, self._preferences, self._importing = window, preferences, importing
        self._keys: tuple[Key, ...] = ()
        self._warned = False
        window.page_changed.connect(self._join)
        window.files_dropped.connect(lambda paths: window.errands.run(self._dropped_beside(self._number, paths)))

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "lay_key": lambda: self.ask_and_lay(self._number),
            "paste_key": lambda: self.paste(self._number),
            "frame_to_key": lambda: self.frame_to_key(self._number),
            "remove_key": self._remove,
            "key_earlier": lambda: self._move_by(-1),
            "key_later": lambda: self._move_by(1),
        }

    @property
    def _number(self) -> int:
        workspace = self._window.workspace
        return workspace.playhead.number if workspace is not None else 0

    def _line(self) -> tuple[Workspace, LineArt] | None:
        workspace = self._window.workspace
        line = workspace.document.shot.line if workspace is not None else None
        return (workspace, line) if workspace is not None and line is not None else None

    def _join(self) -> None:
        page, run = self._window.page, self._window.errands.run
        if page is None:
            return
        page.timeline.files_dropped.connect(lambda number, paths: run(self._dropped(number, paths)))
        page.timeline.image_dropped.connect(lambda number, image: run(self._lay_image(image, number)))
        page.canvas.files_dropped.connect(lambda paths: run(self._dropped(self._number, paths)))
        page.canvas.image_dropped.connect(lambda image: run(self._lay_image(image, self._number)))
        page.timeline.key_move_requested.connect(self._move)
        self._keys, self._warned = page.workspace.document.shot.keys, False
        page.workspace.document.changed.connect(self._warn_outdated)
        for signal in (page.workspace.document.changed, page.workspace.coloring.changed):
            signal.connect(self._unwarn_outdated)

    def _warn_outdated(self) -> None:
        """Say, once while a segment is colored with keys as they were, that it is; what waits is made anew by itself,
        and where that cannot be, what it waits for is said."""
        workspace = self._window.workspace
        if workspace is None:
            return
        document, coloring = workspace.document, workspace.coloring
        before, self._keys = self._keys, document.shot.keys
        self._warned = self._warned and coloring.queue.busy
        if before == self._keys:
            return
        if coloring.queue.held and not usable_keys(document.shot):
            self._window.notices.warn(_NO_KEY)
        if coloring.overtaken is not None and not self._warned:
            self._warned = True
            again = while_open(self._window, workspace, lambda: self._color_again(workspace))
            still = still_open(self._window, workspace, lambda: coloring.overtaken is not None)
            can = bool(usable_keys(document.shot))
            self._window.notices.warn(_OVERTAKEN, Offer("Color it again", again, still) if can else None)

    def _color_again(self, workspace: Workspace) -> None:
        """Color the segment under way from its beginning, as the shot is now."""

        def again() -> None:
            if (segment := workspace.coloring.overtaken) is not None:
                workspace.coloring.generate_segment(segment.index)

        self._window.errands.call(again)

    def _unwarn_outdated(self) -> None:
        """Say so no longer once it is not so any more."""
        workspace = self._window.workspace
        if workspace is not None:
            coloring, keys = workspace.coloring, usable_keys(workspace.document.shot)
            if coloring.overtaken is None:
                self._window.notices.over(_OVERTAKEN)
            if keys or not coloring.queue.held:
                self._window.notices.over(_NO_KEY)

    # Where from

    async def _dropped(self, number: int, paths: Sequence[Path]) -> None:
        pictures = all(path.suffix.lower() in SUFFIXES for path in paths)
        if self._line() is None or not pictures:
            await self._importing.dropped(paths, lay_all=self._lay_by_number)
        elif len(paths) == 1:
            await self._lay_here(paths[0], number)
        else:
            wanted = await choose(
                self._window, "Pictures", f"What are these {len(paths)} pictures?", (_AS_KEYS, _AS_LINE, _NOTHING),
                "As keys, each is laid on the frame whose number is in its name.",
            )  # fmt: skip
            if wanted == _AS_KEYS:
                await self._lay_by_number(paths)
            elif wanted == _AS_LINE:
                await self._importing.dropped(paths)

    async def _dropped_beside(self, number: int, paths: Sequence[Path]) -> None:
        """Files were dropped on a place that has no frame of its own, while `number` was shown."""
        spot = Spot(number, lambda path: self._lay_here(path, number))
        await self._importing.dropped(paths, spot, self._lay_by_number)

    async def _lay_here(self, path: Path, number: int) -> None:
        """Lay one where it was dropped, and say so where its name has the number of another frame of the shot."""
        place = self._line()
        if place is None:
            return
        workspace, line = place
        document, before = workspace.document, workspace.document.shot.key(number)
        laid = await self._lay(path, number)
        to = await asyncio.to_thread(number_in_name, path)
        if laid is None or to is None or to == number or to not in line.span:
            return

        def there() -> bool:
            now = document.shot.key(number)
            return now is not None and now.name == laid.name  # also once it was aligned

        def move() -> None:
            now = document.shot.key(number)
            if now is None:
                return
            shot = with_key_moved(document.shot, number, to)
            document.edit("Move key", with_key(shot, before) if before is not None else shot)
            workspace.playhead.go(to)

        offer = Offer(f"Move to frame {to}", while_open(self._window, workspace, move), still_open(
            self._window, workspace, there))  # fmt: skip
        self._window.notices.info(f'"{path.name}" was laid on frame {number}; the number in its name is {to}.', offer)

    async def _lay_by_number(self, paths: Sequence[Path]) -> None:
        """Lay each of several on the frame in its name; those that cannot be laid are named, and the others laid."""
        found, place = await asyncio.to_thread(find_sequences, paths), self._line()
        if place is None:
            return
        span, notices = place[1].span, self._window.notices
        files = [file for sequence in found if sequence.numbered for file in sequence.files]
        inside = [(number, path) for number, path in files if number in span]
        bare = [path for sequence in found if not sequence.numbered for _, path in sequence.files]
        outside = [path for number, path in files if number not in span]
        if bare:
            notices.warn(f"No frame number is in these names: {_named(bare)}. Drop each by itself on its frame.")
        if outside:
            notices.warn(f"These are for frames outside the shot ({span.first} to {span.last}): {_named(outside)}.")
        alike: dict[str, list[int]] = {}
        with self._window.errands.shown("Lay keys") as laying:
            for at, (number, path) in enumerate(inside):
                laying.report(at, len(inside))
                try:
                    await self._lay(path, number, alike=alike)
                except MediaError as error:
                    notices.warn(f"Frame {number} got no key: {error}")
        if self._line() == place:
            for note, numbers in alike.items():
                which = f"Frame {numbers[0]}" if len(numbers) == 1 else f"Frames {in_short(runs(numbers))}"
                notices.warn(f"{which}: {note}")

    async def ask_and_lay(self, number: int) -> None:
        """Lay a picture that the artist picks on a frame."""
        workspace = self._window.workspace
        document = workspace.document if workspace is not None else None
        start = await asyncio.to_thread(start_folder, self._preferences.folder("key"), document)
        kinds = f"Pictures ({' '.join(f'*{suffix}' for suffix in sorted(SUFFIXES))})"
        paths = await choose_files(self._window, f"Key for frame {number}", start, kinds, many=False)
        if paths:
            self._preferences.set_folder("key", str(paths[0].parent))
            await self._lay(paths[0], number)

    async def paste(self, number: int) -> None:
        """Lay what is on the clipboard on a frame."""
        mime = QGuiApplication.clipboard().mimeData()
        found = drops.brought(mime) if mime is not None else None
        if isinstance(found, QImage):
            await self._lay_image(found, number)
        elif found:
            await self._dropped(number, found[:1])
        else:
            self._window.notices.info("There is no picture on the clipboard. Copy one in your paint program first.")

    async def _lay_image(self, image: QImage, number: int) -> None:
        if self._line() is None:
            self._window.notices.info("There is no line art yet. Drop a folder of line art on the window first.")
            return
        await self._lay(await self._at_work(pixels_of, image), number)

    async def frame_to_key(self, number: int) -> None:
        """Lay a finished frame as it is seen as a key on itself."""
        found = self._line()
        if found is None:
            return
        names = found[0].frames.names
        while (key := names.of(number, "picture")).colored:
            try:
                picture = await self._at_work(_rendered, replace(key, colors=()))  # as keys have them
            except MediaUnreadable:
                if names.of(number, "picture") == key:
                    raise
                continue  # its take was deleted in this very moment; another one may be shown now
            await self._lay(picture, number, "Use frame as key")
            return

    # Laying

    async def _at_work(self, work: Callable[_Given, Result], *given: _Given.args, **named: _Given.kwargs) -> Result:
        """Do a part of laying a key on a thread, and show that it takes a while."""
        return await self._window.errands.undertake("Lay key", lambda _: work(*given, **named), False, beside=True)

    async def _lay(
        self,
        source: Path | np.ndarray,
        number: int,
        text: str = "Lay key",
        alike: dict[str, list[int]] | None = None,
    ) -> Key | None:
        """Lay a picture on a frame; asks how to fit one of another size. None where it was not laid after all.

        What there is to say of it is said at once, or goes with its number to what is said of others `alike`."""
        found = self._line()
        if found is None:
            return None
        workspace, line = found
        try:
            result = await self._at_work(lay_key, source, line, number, workspace.folder)
        except KeyMismatch as mismatch:
            offers = {offer.text: offer for offer in mismatch.offers}
            wanted = await choose(
                self._window, "Another size", str(mismatch), (*offers, "Cancel"), f"Key for frame {number}"
            )
            if wanted not in offers:
                return None
            result = await self._at_work(lay_key, source, line, number, workspace.folder, offers[wanted].fit)
        self._put(workspace, result, text, alike)
        return result.key if self._window.workspace is workspace else None

    def _put(
        self, workspace: Workspace, result: KeyResult, text: str, alike: dict[str, list[int]] | None = None
    ) -> None:
        if self._window.workspace is not workspace:
            return
        document = workspace.document
        replaced = document.shot.key(result.key.number) is not None
        document.edit("Replace key" if replaced and text == "Lay key" else text, with_key(document.shot, result.key))
        if not result.notes:
            return
        if alike is not None and not result.offers:
            alike.setdefault(" ".join(result.notes), []).append(result.key.number)
            return
        offer = None
        if result.offers:
            align = result.offers[0]
            offer = Offer(
                align.text,
                lambda: self._window.errands.run(self._align(workspace, result, align)),
                still_open(self._window, workspace, lambda: document.shot.key(result.key.number) == result.key),
            )
        self._window.notices.warn(f"Frame {result.key.number}: {' '.join(result.notes)}", offer)

    async def _align(self, workspace: Workspace, laid: KeyResult, align: FitOffer) -> None:
        line = workspace.document.shot.line
        if line is not None and self._window.workspace is workspace:
            path = absolute(workspace.folder, laid.key.path)
            args = (path, line, laid.key.number, workspace.folder, align.fit, laid.key.name)
            self._put(workspace, await self._at_work(lay_key, *args), "Align key")

    # Moving, removing

    def _remove(self) -> None:
        page = self._window.page
        if page is not None and page.key_number is not None:
            number, document = page.key_number, page.workspace.document
            document.edit("Remove key", without_key(document.shot, number))
            sentence = f"The key on frame {number} was removed."
            offer_undo(self._window, page.workspace, sentence, "Open it again and lay the key once more.")

    def _move(self, number: int, to: int) -> None:
        if self._window.workspace is not None:
            document = self._window.workspace.document
            document.edit("Move key", with_key_moved(document.shot, number, to))

    def _move_by(self, count: int) -> None:
        page, found = self._window.page, self._line()
        if page is None or found is None or page.key_number is None:
            return
        to = page.key_number + count
        if to in found[1].span and found[0].document.shot.key(to) is None:
            self._move(page.key_number, to)
            page.timeline.selected_key = to
            page.workspace.playhead.go(to)


def _named(paths: Sequence[Path]) -> str:
    """The names of the first few."""
    return ", ".join([f'"{path.name}"' for path in paths[:_NAMED]] + ["..."] * (len(paths) > _NAMED))


def pixels_of(image: QImage) -> np.ndarray:
    """A picture from the clipboard or a drag as (H, W, 3) RGB, or (H, W, 4) RGBA where it can be transparent."""
    alpha = image.hasAlphaChannel()
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()
    return pixels if alpha else cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB)


def _rendered(key: PictureKey) -> np.ndarray:
    try:
        return render(key)
    except (StillError, FrameFileError) as error:
        raise MediaUnreadable(f"This frame cannot be used as a key: {error}") from error
