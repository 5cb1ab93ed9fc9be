"""Says once, when color is asked for, that keys have areas that nobody painted."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.project.concerns import Concern
from app.ui.guarded import still_open, while_open
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.workspace import Workspace

_NAMED = 4  # frames in the sentence


class SayingUnpainted:
    """Of each picture of a key it is said once; where keys are still looked over, as soon as that is through."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._asked, self._said = False, set[str]()
        window.page_changed.connect(self._join)

    def asked(self) -> None:
        """Frames are to be colored from the keys as they are now."""
        self._asked = True
        self._look()

    def _join(self) -> None:
        self._asked, self._said = False, set()
        if self._window.workspace is not None:
            self._window.workspace.unpainted.changed.connect(self._look)

    def _look(self) -> None:
        workspace = self._window.workspace
        if workspace is None or not self._asked or workspace.unpainted.waiting:
            return
        self._asked = False
        found = {key: each for key, each in workspace.unpainted.left_open().items() if key not in self._said}
        if not found:
            return
        self._said |= found.keys()
        offer = Offer(
            "Show",
            while_open(self._window, workspace, lambda: self._show(workspace, found)),
            still_open(self._window, workspace, lambda: bool(found.keys() & workspace.unpainted.left_open().keys())),
        )
        self._window.notices.info(unpainted_words([concern for each in found.values() for concern in each]), offer)

    def _show(self, workspace: Workspace, said: Collection[str]) -> None:
        """Go to the first place of the keys that it was said of, as to any that needs a look."""
        found = workspace.unpainted.left_open()
        first = next((each for key, each in found.items() if key in said), ())
        if first and self._window.page is not None:
            workspace.checking.choose(first[0])
            self._window.page.check_view.flash()


def unpainted_words(concerns: Sequence[Concern]) -> str:
    """That these areas, one at least, will come out white."""
    numbers, count = sorted({concern.first for concern in concerns}), len(concerns)
    if len(numbers) == 1 and count == 1:
        return f"Frame {numbers[0]} has 1 unpainted area; it comes out white."
    if len(numbers) == 1:
        return f"Frame {numbers[0]} has {count} unpainted areas; they come out white."
    named = ", ".join(map(str, numbers[:_NAMED])) + (", ..." if len(numbers) > _NAMED else "")
    return f"Frames {named} have {count} unpainted areas; they come out white."
