"""Says when a variation came out like a take that was there before, and what would change more."""

from __future__ import annotations

import math

from app.project.model import Take
from app.ui.guarded import still_open, while_open
from app.ui.likenesses import Likeness
from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.panels.shot_page import ShotPage


class SayingAlike:
    """Follows the open project."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.page_changed.connect(self._join)

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            page.workspace.likenesses.found.connect(lambda take: self._say(page, take))

    def _say(self, page: ShotPage, take: Take) -> None:
        """Of a variation only: what an edit left as it was is no surprise."""
        document, like = page.workspace.document, page.workspace.likenesses.of(take)
        known = next((each for each in document.takes_of(take.span) if each.id == take.id), None)
        if self._window.page is not page or like is None or known is None or known.seed == document.shot.seed:
            return
        number, other = known.number, like.other.number
        share = math.ceil(1000 * like.difference.share) / 10  # in percent
        if not share:
            self._window.notices.info(
                f"Take {number} is the same as take {other} in every frame. Another key, or a hint, changes more."
            )
            return
        show = while_open(self._window, page.workspace, lambda: _compare(page, like))
        offer = Offer("Show where", show, still_open(self._window, page.workspace))
        self._window.notices.info(
            f"Take {number} looks like take {other}: at most {share:.1f}% of the picture differs. "
            "Another key, or a hint, changes more.",
            offer,
        )


def _compare(page: ShotPage, like: Likeness) -> None:
    """Where the two takes differ most, over one another."""
    playhead = page.workspace.playhead
    playhead.pause()
    playhead.go(like.difference.number)
    page.viewer.compare.set_other(like.other)
