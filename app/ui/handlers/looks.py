"""What the actions about the window itself do: theme, interface size, side panel, tool bar; all kept for next time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QApplication

from app.language import tr
from app.settings import Settings, Theme
from app.ui import theme
from app.ui.actions import Handler
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.situation import INTERFACE_SIZES

THEMES: tuple[Theme, ...] = ("dark", "light", "contrast", "system")
_SIZE = "How large words and buttons are, from the next start"
_TOO_LARGE = "Too large for this screen: the window would not fit on it"


class Looks:
    """The look of the window and the parts of it that are shown, as the artist likes them."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window, self._preferences = window, preferences
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(window.scheme_changed)
        window.scheme_changed.connect(self._follow_desktop)
        window.layout_changed.connect(self._keep_layout)
        window.hints.known = preferences.settings.hints
        window.hints.learned.connect(self._keep_hints)
        window.page_changed.connect(self.show)
        preferences.changed.connect(self._follow)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        themes = {f"theme_{name}": partial(self._wear, name) for name in THEMES}
        sizes = {f"size_{percent}": partial(self._resize, percent) for percent in INTERFACE_SIZES}
        return {
            **themes, **sizes,
            "side_panel": lambda: self._window.show_side_panel(not self._window.side_panel_wanted),
            "tool_bar": lambda: self._window.show_tool_bar(not self._window.tool_bar_wanted),
            "go_to_menus": self._go_to_menus,
        }  # fmt: skip

    def show(self) -> None:
        """Check what is so in the menus."""
        actions, settings = self._window.actions_table, self._preferences.settings
        for name in THEMES:
            actions[f"theme_{name}"].setChecked(settings.theme == name)
        self._window.menus["Interface size"].setToolTipsVisible(True)
        largest = self._window.largest_size
        for percent in INTERFACE_SIZES:
            size = actions[f"size_{percent}"]
            size.setChecked(round(settings.ui_scale * 100) == percent)
            size.setToolTip(tr(_SIZE if percent <= largest else _TOO_LARGE))
        actions["side_panel"].setChecked(self._window.side_panel_wanted)
        actions["tool_bar"].setChecked(self._window.tool_bar_wanted)

    def _go_to_menus(self) -> None:
        bar = self._window.menuBar()
        if bar.isVisible():
            bar.setActiveAction(bar.actions()[0])

    def _wear(self, name: Theme) -> None:
        self._preferences.edit(lambda settings: replace(settings, theme=name))
        self.show()

    def _follow(self) -> None:
        dress(self._preferences.settings)
        self.show()

    def _follow_desktop(self) -> None:
        if self._preferences.settings.theme == "system":
            dress(self._preferences.settings)

    def _resize(self, percent: int) -> None:
        before = self._preferences.settings.ui_scale
        self._preferences.edit(lambda settings: replace(settings, ui_scale=percent / 100))
        if self._preferences.settings.ui_scale != before:
            self._window.notices.info(f"Words and buttons will be at {percent} % when Shiage starts again.")
        self.show()

    def _keep_hints(self, known: dict[str, int]) -> None:
        self._preferences.edit(lambda settings: replace(settings, hints=known))

    def _keep_layout(self) -> None:
        layout = self._window.layout_parts
        self._preferences.edit(lambda settings: replace(settings, layout=layout))
        self.show()


def dress(settings: Settings) -> None:
    """Give the application the theme of these settings; nothing is painted anew where it wears it already."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    wanted = theme.named(settings.theme)
    if not app.styleSheet() or theme.tokens() != wanted:
        theme.apply(app, wanted)
