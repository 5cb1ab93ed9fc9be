"""The look: readable contrast, a style sheet without holes, an icon and a pattern of its own for every state."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.project.staleness import Status
from app.ui import theme
from app.ui.theme import ICONS
from app.ui.tokens import CONTRAST, DARK, LIGHT, Tokens
from app.ui.widgets import swatch_icon

ROOT = Path(__file__).resolve().parents[3]


def luminance(color: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    shade = QColor(color)
    return 0.2126 * linear(shade.redF()) + 0.7152 * linear(shade.greenF()) + 0.0722 * linear(shade.blueF())


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("window", "panel", "sunken", "canvas", "raised", "hover", "pressed")
every = pytest.mark.parametrize("tokens", [DARK, LIGHT, CONTRAST], ids=lambda tokens: tokens.name)


@every
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_readable_on_every_ground(tokens: Tokens, ground: str) -> None:
    inks = ["text", "text_dim", "accent", "key", "danger", "warning", "good"]
    found = {ink: round(contrast(getattr(tokens, ink), getattr(tokens, ground)), 2) for ink in inks}
    assert {ink: value for ink, value in found.items() if value < 4.5} == {}


@every
@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
def test_a_filled_button_with_the_keyboard_is_told_from_one_without(qapp, tokens: Tokens) -> None:
    row = QWidget()
    row.setStyleSheet(theme.style_sheet(tokens))
    layout, buttons = QHBoxLayout(row), [QPushButton("One"), QPushButton("Other")]
    for button in buttons:
        button.setProperty("role", "primary")
        layout.addWidget(button)
    row.show()
    row.activateWindow()
    QTest.qWaitForWindowActive(row)
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def edge(button: QPushButton) -> list[QColor]:
        image = button.grab().toImage()
        return [image.pixelColor(image.width() // 2, y) for y in range(4)]

    told = [contrast(one.name(), other.name()) for one, other in zip(*map(edge, buttons), strict=True)]
    assert max(told) > 4.5
    row.close()


@every
def test_text_on_colored_grounds_is_readable(tokens: Tokens) -> None:
    pairs = [(tokens.on_accent, tokens.accent), (tokens.on_accent, tokens.accent_hover), (tokens.on_key, tokens.key)]
    pairs.append((tokens.text, tokens.accent_dim))
    for status in Status:
        look = tokens.state(status)
        pairs.append((look.ink, look.fill))
        if look.pattern == "progress":  # the one pattern that lies under the words
            pairs.append((look.ink, look.mark))
    assert [(pair, round(contrast(*pair), 2)) for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("ground", GROUNDS)
def test_high_contrast_is_high_on_every_ground(ground: str) -> None:
    inks = ("text", "text_dim", "accent", "key", "danger", "warning", "good")
    found = {ink: round(contrast(getattr(CONTRAST, ink), getattr(CONTRAST, ground)), 2) for ink in inks}
    assert {ink: value for ink, value in found.items() if value < 7} == {}
    assert contrast(CONTRAST.border_strong, getattr(CONTRAST, ground)) >= 7
    assert contrast(CONTRAST.border, CONTRAST.panel) >= 4.5


def test_high_contrast_is_high_on_colored_grounds() -> None:
    pairs = [(CONTRAST.on_accent, CONTRAST.accent), (CONTRAST.on_key, CONTRAST.key)]
    pairs += [(CONTRAST.text, CONTRAST.accent_dim)]
    for look in map(CONTRAST.state, Status):
        pairs += [(look.ink, look.fill)] + ([(look.ink, look.mark)] if look.pattern == "progress" else [])
    assert [(pair, round(contrast(*pair), 2)) for pair in pairs if contrast(*pair) < 7] == []


@every
def test_edges_of_controls_and_what_is_off_can_still_be_seen(tokens: Tokens) -> None:
    for ground in (tokens.window, tokens.panel, tokens.sunken):
        assert contrast(tokens.border_strong, ground) >= 3.0
        assert contrast(tokens.text_off, ground) >= 2.5
        assert contrast(tokens.text_off, ground) < contrast(tokens.text_dim, ground)


@every
def test_everything_around_the_canvas_is_gray(tokens: Tokens) -> None:
    grays = (*GROUNDS, "border", "border_strong", "text", "text_dim", "text_off")
    assert {name for name in grays if QColor(getattr(tokens, name)).saturation() != 0} == set()


@every
def test_no_two_states_share_icon_or_pattern(tokens: Tokens) -> None:
    for one, other in itertools.combinations(Status, 2):
        assert tokens.state(one).icon != tokens.state(other).icon
        assert tokens.state(one).pattern != tokens.state(other).pattern


def test_the_style_sheet_is_made_from_tokens_and_is_understood(qapp) -> None:
    sheet = theme.style_sheet()
    assert "$" not in sheet
    assert DARK.accent in sheet
    try:
        theme.apply(qapp)  # Qt warns, and the test fails, where it cannot parse the sheet
        assert qapp.palette().window().color() == QColor(DARK.panel)
    finally:
        qapp.setStyleSheet("")


@every
def test_the_arrows_of_the_style_sheet_have_the_colors_of_its_theme(tokens: Tokens) -> None:
    sheet = theme.style_sheet(tokens)
    for way in ("up", "down"):
        for ending, color in (("", tokens.text_dim), ("-off", tokens.text_off)):
            path = ICONS / "sheet" / f"{tokens.name}-{way}{ending}.svg"
            assert f'url("{path.as_posix()}")' in sheet
            assert f'stroke="{color}"' in path.read_text("utf-8")


@pytest.mark.parametrize("name", sorted(path.stem for path in ICONS.glob("*.svg")))
def test_every_icon_is_drawn_in_the_color_asked_for(name: str, qapp) -> None:
    image = theme.icon_image(name, "#ff0000", 32)
    colors = {
        QColor.fromRgba(image.pixel(x, y)).name()
        for x, y in itertools.product(range(32), range(32))
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colors
    if name != "shiage":
        assert "#ff0000" in colors


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_an_icon_has_as_many_pixels_as_the_display_has(ratio: float, qapp) -> None:
    pixmap = theme.icon("play").pixmap(QSize(18, 18), ratio)
    assert pixmap.deviceIndependentSize() == QSize(18, 18)
    assert pixmap.width() == round(18 * ratio)
    drawn = theme.icon_image("play", DARK.text, 18, ratio)
    assert pixmap.toImage().convertToFormat(drawn.format()) == drawn


def test_a_disabled_icon_is_grayed(qapp) -> None:
    icon = theme.icon("play")
    normal = icon.pixmap(16, 16, QIcon.Mode.Normal).toImage().pixelColor(7, 8)
    disabled = icon.pixmap(16, 16, QIcon.Mode.Disabled).toImage().pixelColor(7, 8)
    assert normal == QColor(DARK.text)
    assert disabled == QColor(DARK.text_off)


def test_an_icon_that_does_not_exist_is_an_error(qapp) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")


def test_an_icon_survives_being_collected_with_who_keeps_it(qapp) -> None:
    """In a process of its own, which a crash would end: icons older than the widgets that keep them."""
    script = """
import gc
from PySide6.QtWidgets import QApplication
app = QApplication([])
from app.ui import theme
from app.ui.widgets import IconLabel
gc.disable()
for _ in range(20):
    for icon in [theme.icon("done") for _ in range(20)]:
        label = IconLabel("done")
        label.itself, label._icon = label, icon
    del icon, label
    gc.collect()
"""
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
def test_a_button_that_has_the_keyboard_has_an_edge_and_nothing_around_its_words(qapp) -> None:
    theme.apply(qapp)
    window = QWidget()
    row = QHBoxLayout(window)
    first, second = QPushButton("First"), QPushButton("Clone...")
    row.addWidget(first)
    row.addWidget(second)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    image = second.grab().toImage()
    inside = {image.pixelColor(x, y).name() for x in range(4, image.width() - 4) for y in (4, 6, image.height() - 6)}
    assert inside == {theme.tokens().raised}
    window.close()


@pytest.mark.parametrize("color", ["white", "black", "#dfdfdf", "#1e1e1e"])
def test_a_swatch_to_choose_has_an_edge_whatever_its_color_is(color: str, qapp) -> None:
    picture = QImage(64, 32, QImage.Format.Format_RGB32)
    picture.fill(QColor(color))
    shown = swatch_icon(picture).pixmap(QSize(64, 32)).toImage()
    assert shown.pixelColor(32, 16) == QColor(color)
    assert contrast(shown.pixelColor(0, 0).name(), theme.tokens().sunken) > 3
    assert contrast(shown.pixelColor(shown.width() - 1, shown.height() - 1).name(), theme.tokens().sunken) > 3


def test_an_icon_without_room_is_nothing_and_no_trouble(qapp) -> None:
    assert theme.icon("play").pixmap(QSize(16, 0)).isNull()
