"""What tests of the queue see of it, and the shot that they begin with."""

from __future__ import annotations


def spans(driver) -> list[int]:
    return [item.span.first for item in driver.workspace.coloring.queue.items]


def rows(driver) -> list[str]:
    shown = driver.page.panel.queue.list
    return [shown.item(row).text() for row in range(shown.count())]


async def begin(driver, shot) -> None:
    """Line art with a key on its first frame."""
    await driver.begin(shot.line_folder)
    driver.drop(driver.page.timeline, driver.on_timeline(1), [shot.color[0]])
    await driver.until(lambda: driver.workspace.document.shot.keys, "a key")
    await driver.until(lambda: driver.workspace.coloring.queue.hello, "the engine")
