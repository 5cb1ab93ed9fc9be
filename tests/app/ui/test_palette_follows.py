"""The palette beside the picture follows what is painted and taken back, and its swatches keep their places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from painting_hand import RED, inner, painter_in, project_to_paint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QLabel

from app.ui.paint import easel
from app.ui.paint.color_button import ColorButton
from app.ui.panels.palette_panel import PalettePanel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

NIGHT = (20, 30, 90)


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    return project_to_paint(make_shot, tmp_path)


def rows(panel: PalettePanel) -> list[str]:
    """What is written of each swatch, in order."""
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def test_shares_follow_undo_and_redo_though_the_artist_goes_on_painting(
    drive: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def body(driver) -> None:
        painter, panel = await painter_in(driver), driver.page.panel.palettes
        await driver.until(lambda: rows(panel), "the swatches")
        before = rows(panel)
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        painter.click(*inner(painter))
        counting = f"#{bytes(RED).hex()}, counting..."
        await driver.until(lambda: rows(panel)[-1].endswith(counting), "its swatch, of unknown share")
        assert not any("counting" in row for row in rows(panel)[:-1])
        await driver.until(lambda: rows(panel)[-1].endswith("%"), "the fill in the shares")
        after = rows(panel)
        monkeypatch.setattr(easel, "CALM", 3600.0)  # from here on the artist never rests
        await driver.act("undo")
        await driver.until(lambda: rows(panel) == before, "the shares of before", 20)
        await driver.act("redo")
        await driver.until(lambda: rows(panel) == after, "those of the fill", 20)
        monkeypatch.undo()

    drive(body, str(project))


def test_tools_begin_with_a_color_of_the_palette(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        panel, current = driver.page.panel.palettes, driver.workspace.current_color
        await driver.until(lambda: panel.palette_now.swatches, "the swatches")
        await driver.until(lambda: current.color == panel.palette_now.swatches[0].id, "a color of them", 5)
        assert not current.chosen
        assert panel.marked is None
        offered = current.color
        current.used()
        current.offer(RED)
        assert current.color == offered, "what was painted with stays"
        current.set_color(RED)
        current.offer(panel.palette_now.swatches[0].id)
        assert current.color == RED, "what was chosen stays"
        await driver.act("paint_fill")
        assert any("K or Alt+click" in part.text() for part in driver.page.options.findChildren(QLabel))

    drive(body, str(project))


def test_a_color_has_its_swatch_as_soon_as_it_was_painted_with(
    drive: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(easel, "CALM", 3600.0)  # the artist never rests

    async def body(driver) -> None:
        painter, panel = await painter_in(driver), driver.page.panel.palettes
        await driver.until(lambda: panel.palette_now.swatches, "the swatches")
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        painter.click(*inner(painter))
        await driver.until(lambda: panel.palette_now.swatches[-1].id == RED, "its swatch")
        await painter.settled()
        await driver.act("paint_none")
        await driver.until(lambda: "under" not in rows(panel)[-1] or not rows(panel), "its share, in a rest", 20)

    drive(body, str(project))


def test_swatches_keep_their_places_while_one_paints_and_new_ones_stand_at_the_end(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        painter, panel = await painter_in(driver), driver.page.panel.palettes
        await driver.until(lambda: panel.palette_now.swatches, "the swatches")
        before = [each.id for each in panel.palette_now.swatches]
        await painter.take_up("paint_fill")
        row = driver.page.options.swatches
        for color in (RED, before[-1]):  # a new one, and the one of which there was least
            driver.workspace.current_color.set_color(color)
            shares = rows(panel)
            painter.click(*inner(painter))
            await painter.settled()
            await driver.until(lambda shares=shares: rows(panel) != shares, "the fill in the shares")
            now = [each.id for each in panel.palette_now.swatches]
            kept = [each for each in before if each in now]
            assert [each for each in now if each != RED] == kept
            assert now[-1] == RED or RED not in now
            assert [each.id for each in row.swatches] == now[: len(row.swatches)]
        await driver.act("undo")
        await driver.until(lambda: RED in [each.id for each in panel.palette_now.swatches], "the red one again")
        assert panel.palette_now.swatches[-1].id == RED

    drive(body, str(project))


@pytest.mark.parametrize("off", [0, 2])  # levels that nobody sees, as where a pixel of a compressed key was picked
def test_a_tool_that_paints_with_a_swatch_follows_its_edit(drive: Callable, project: Path, off: int) -> None:
    async def body(driver) -> None:
        painter, panel = await painter_in(driver), driver.page.panel.palettes
        await driver.until(lambda: panel.palette_now.swatches, "the swatches")
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        there = painter.easel.sheet.color_at(x, y)
        swatch = next(each for each in panel.palette_now.swatches if each.id != there)
        current, button = driver.workspace.current_color, driver.page.findChild(ColorButton)
        red, green, blue = swatch.id
        current.set_color((abs(red - off), green, blue))
        panel.mark(swatch)
        await driver.act("edit_swatch")
        dialog = await driver.dialog(QColorDialog)
        dialog.setCurrentColor(QColor(*NIGHT))
        driver.press_button(dialog, "Use this color")
        await driver.until(lambda: panel.palette_now.mapping, "the edit")
        assert bytes(NIGHT).hex().upper() in button.accessibleName()
        assert button.grab().toImage().pixelColor(button.rect().center()).getRgb()[:3] == NIGHT
        await painter.ready()
        painter.click(x, y)
        assert painter.seen(x, y) == NIGHT
        await painter.settled()
        await driver.act("paint_color")
        dialog = await driver.dialog(QColorDialog)
        assert dialog.currentColor() == QColor(*NIGHT)
        driver.press_button(dialog, "Use this color")
        await driver.until(lambda: not dialog.isVisible(), "the dialog to close")
        assert current.color == swatch.id

    drive(body, str(project))


def test_names_stay_with_their_colors_when_one_is_painted_over_and_when_the_project_is_opened_again(
    drive: Callable, project: Path
) -> None:
    blues = [(30, 60, 200), (40, 90, 230), (60, 60, 220)]
    named: dict[tuple[int, int, int], str] = {}
    order: list[tuple[int, int, int]] = []

    def names(panel: PalettePanel) -> dict[tuple[int, int, int], str]:
        return {each.id: each.name for each in panel.palette_now.swatches}

    async def paint(driver) -> None:
        painter, panel = await painter_in(driver), driver.page.panel.palettes
        await driver.until(lambda: panel.palette_now.swatches, "the swatches")
        before = names(panel)
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        gone = painter.easel.sheet.color_at(x, y)
        for color in blues:  # each over the one before
            driver.workspace.current_color.set_color(color)
            painter.click(x, y)
            await painter.settled()
            await driver.until(lambda color=color: color in names(panel), "its swatch")
            named.update(names(panel))
        await driver.until(lambda: gone not in names(panel) and blues[0] not in names(panel), "those painted over", 20)
        assert len({named[color] for color in blues}) == 3
        assert {color: before[color] for color in names(panel) if color in before}.items() <= before.items()
        assert names(panel)[blues[2]] == named[blues[2]]
        order.extend(names(panel))

    async def look(driver) -> None:
        await driver.opened()
        panel = driver.page.panel.palettes
        await driver.until(lambda: panel.palette_now.swatches, "the swatches")
        assert names(panel).items() <= named.items()
        assert list(names(panel)) == order
        assert (project / "view.json").exists()

    drive(paint, str(project))
    drive(look, str(project))
