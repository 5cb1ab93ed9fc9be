"""What the bar of shots shows, and waiting for it."""

from __future__ import annotations


def names(driver) -> list[str]:
    return [button.text() for button in driver.window.shots.buttons]


def current(driver) -> str:
    return next((button.text() for button in driver.window.shots.buttons if button.isChecked()), "")


async def listed(driver, count: int) -> None:
    bar = driver.window.shots
    await driver.until(lambda: len(bar.buttons) == count and bar.isVisible(), "the bar of shots")
    await driver.until(lambda: all(b.words for b in bar.buttons), "how the shots stand")


async def in_shot(driver, name: str) -> None:
    def there() -> bool:
        page = driver.window.page
        return page is not None and page.workspace.name == name and current(driver) == name

    await driver.until(there, f"{name} to be open")
    await driver.until(driver.window.actions_table["next_shot"].isEnabled, "the next shot to be offered")
