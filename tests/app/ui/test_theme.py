"""The look: readable contrast, a style sheet without holes, an icon and a pattern of its own for every state."""

import itertools

import pytest
from PySide6.QtGui import QColor, QIcon

from app.project.staleness import Status
from app.ui import theme
from app.ui.theme import ICONS
from app.ui.tokens import DARK


def luminance(color: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    shade = QColor(color)
    return 0.2126 * linear(shade.redF()) + 0.7152 * linear(shade.greenF()) + 0.0722 * linear(shade.blueF())


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", [DARK.window, DARK.panel, DARK.sunken, DARK.canvas])
@pytest.mark.parametrize("ink", [DARK.text, DARK.text_dim, DARK.accent, DARK.key, DARK.danger, DARK.warning, DARK.good])
def test_text_is_readable_on_every_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_text_on_colored_grounds_is_readable() -> None:
    pairs = [(DARK.on_accent, DARK.accent), (DARK.on_accent, DARK.accent_hover), (DARK.on_key, DARK.key)]
    pairs += [(DARK.text, DARK.accent_dim), (DARK.text, DARK.raised), (DARK.text, DARK.hover)]
    for status in Status:
        look = DARK.state(status)
        pairs.append((look.ink, look.fill))
        if look.pattern == "progress":  # the one pattern that lies under the words
            pairs.append((look.ink, look.mark))
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_everything_around_the_canvas_is_gray() -> None:
    for color in (DARK.canvas, DARK.window, DARK.panel, DARK.sunken, DARK.raised, DARK.hover, DARK.border):
        assert QColor(color).saturation() == 0


def test_no_two_states_share_icon_or_pattern() -> None:
    for one, other in itertools.combinations(Status, 2):
        assert DARK.state(one).icon != DARK.state(other).icon
        assert DARK.state(one).pattern != DARK.state(other).pattern


def test_the_style_sheet_is_made_from_tokens_and_is_understood(qapp) -> None:
    sheet = theme.style_sheet()
    assert "$" not in sheet
    assert DARK.accent in sheet
    try:
        theme.apply(qapp)  # Qt warns, and the test fails, where it cannot parse the sheet
        assert qapp.palette().window().color() == QColor(DARK.panel)
    finally:
        qapp.setStyleSheet("")


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


def test_a_disabled_icon_is_grayed(qapp) -> None:
    icon = theme.icon("play")
    normal = icon.pixmap(16, 16, QIcon.Mode.Normal).toImage().pixelColor(7, 8)
    disabled = icon.pixmap(16, 16, QIcon.Mode.Disabled).toImage().pixelColor(7, 8)
    assert normal == QColor(DARK.text)
    assert disabled == QColor(DARK.text_off)


def test_an_icon_that_does_not_exist_is_an_error(qapp) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")
