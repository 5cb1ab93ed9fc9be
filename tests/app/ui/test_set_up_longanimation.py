"""The set-up dialog of LongAnimation in the real window, with the engine's tool and a Hub on this computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub_server import Hub, serving
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from weights_made import release, sparse

from app.ui.dialogs.weights_dialog import WeightsDialog

pytest.importorskip("huggingface_hub")
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
REPOSITORY = "THUDM/CogVideoX1.5-5B-I2V"
DOWNLOAD, FOLDER = "Download what is missing", "Use a folder on this computer..."


@pytest.fixture(autouse=True)
def no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A Hub with the small parts of CogVideoX; everything else lies in the artist's folder "theirs"."""
    with serving() as server:
        release(tmp_path / "offered", "tokenizer", "scheduler")
        (tmp_path / "offered" / "CogVideoX1.5-5B-I2V" / "tokenizer" / "spiece.model").write_bytes(b"s" * 25_000_000)
        server.add(REPOSITORY, tmp_path / "offered" / "CogVideoX1.5-5B-I2V")
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        yield server


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """All parts but the two that the Hub has."""
    from engine.longanimation.models.line_extractor import LineExtractor

    torch = pytest.importorskip("torch")
    release(tmp_path / "theirs", "transformer", "text_encoder", "vae", "control", "glm", "video_xl")
    torch.save(LineExtractor().state_dict(), tmp_path / "theirs" / "sk_model.pth")
    return tmp_path / "theirs"


def said(dialog: QWidget) -> str:
    """All that can be read in the dialog."""
    texts = (each.text() for each in dialog.findChildren(QLabel) if each.isVisibleTo(dialog))
    return "\n".join(texts).replace("\N{ZERO WIDTH SPACE}", "")


async def opened(driver) -> WeightsDialog:
    await driver.act("set_up_longanimation")
    await driver.until(lambda: driver.window.findChild(WeightsDialog) is not None, "the dialog")
    dialog = driver.window.findChild(WeightsDialog)
    await driver.until(lambda: dialog.report is not None, "what is here")
    return dialog


async def most_of_it(driver, dialog: WeightsDialog, home: Path) -> None:
    """Download up to where the Hub holds it."""
    dialog.consent.setChecked(True)
    driver.press_button(dialog, DOWNLOAD)
    parts = home / "data" / "weights" / "CogVideoX1.5-5B-I2V" / "tokenizer"
    await driver.until(lambda: any(path.stat().st_size >= 2e7 for path in parts.glob("*.part")), "most of it to come")
    told = "Downloading spiece.model, "  # on disk before it is heard of here
    await driver.until(lambda: dialog.moving.text().startswith(told), "word of the download")


async def use_folder(driver, dialog: WeightsDialog, folder: Path) -> None:
    before = (dialog.report, dialog.problem.text())
    driver.press_button(dialog, FOLDER)
    await driver.name_file(folder)
    await driver.until(
        lambda: before != (dialog.report, dialog.problem.text()) and dialog.folder.isEnabled(), "a look into the folder"
    )


def test_everything_missing_is_said_part_by_part_with_licences_to_accept(drive: Callable) -> None:
    async def body(driver) -> None:
        dialog = await opened(driver)
        assert not dialog.isModal()  # the window can be used meanwhile
        assert dialog.sentence.text() == "Of 9 parts, 9 missing: about 49.9 GB to download."
        await driver.until(lambda: said(dialog).count("Not on this computer") == 9, "all parts to be listed")
        words = said(dialog)
        assert "Draft works without them." in words
        assert "LongAnimation: SketchDiT\nNot on this computer, about 1.6 GB. LongAnimation's own terms." in words
        assert "open.bigmodel.cn/mla/form" in words
        assert not dialog.download.isEnabled()
        dialog.consent.setChecked(True)
        assert dialog.download.isEnabled()
        assert driver.window.findChild(WeightsDialog) is await opened(driver)  # asked for again, it is the same one

    drive(body)


def test_a_folder_is_used_and_the_rest_downloaded(drive: Callable, hub: Hub, theirs: Path) -> None:
    async def body(driver) -> None:
        dialog = await opened(driver)
        await use_folder(driver, dialog, theirs)
        assert dialog.sentence.text() == "Of 9 parts, 2 missing: about 820 kB to download."
        assert f"Found, in {theirs / 'LongAnimation'}, 1.6 GB." in said(dialog)
        assert "The CogVideoX License (" in said(dialog).replace("</b>", "")
        assert "non-commercial research" not in said(dialog)  # only the terms of what is still missing
        dialog.consent.setChecked(True)
        driver.press_button(dialog, DOWNLOAD)
        await driver.until(lambda: not dialog.download.isVisibleTo(dialog), "the download")
        assert dialog.sentence.text() == "Everything that LongAnimation needs is here."
        assert said(dialog).count("Found, in Shiage's own folder") == 2

    drive(body)


def test_an_open_shot_can_be_colored_as_soon_as_everything_is_here(
    drive: Callable, hub: Hub, theirs: Path, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=4, size=(64, 48))

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        chooser = driver.page.panel.generating.colorizer
        await driver.until(lambda: chooser.colorizer.count() == 2, "the engine")
        chooser.colorizer.setFocus()
        driver.key(Qt.Key.Key_Down)
        assert driver.workspace.coloring.lacks()
        await driver.until(chooser.set_up.isVisible, "the way to set it up")
        dialog = await opened(driver)
        await use_folder(driver, dialog, theirs)
        dialog.consent.setChecked(True)
        driver.press_button(dialog, DOWNLOAD)
        await driver.until(lambda: not dialog.download.isVisibleTo(dialog), "the download")
        await driver.until(lambda: driver.workspace.coloring.queue.hello, "the engine that looks again")
        await driver.until(lambda: not chooser.set_up.isVisible(), "the panel to know it")
        assert driver.workspace.coloring.lacks() == ""
        assert not chooser.note.isVisible()

    drive(body)


def test_an_engine_that_colors_meanwhile_is_renewed_once_it_is_through(
    drive: Callable, hub: Hub, theirs: Path, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=4, size=(64, 48))

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.timeline, driver.on_timeline(1), [shot.color[0]])
        await driver.until(driver.window.actions_table["generate"].isEnabled, "Generate to be offered")
        queue = driver.workspace.coloring.queue
        queue.pause()
        await driver.act("generate")
        await driver.until(lambda: queue.busy, "something to color")
        dialog = await opened(driver)
        await use_folder(driver, dialog, theirs)
        before = queue.engine.pid
        queue.resume()
        await driver.idle()
        await driver.until(lambda: queue.hello is not None and queue.engine.pid != before, "another engine")
        assert all(segment.fresh for segment in driver.workspace.document.segments)

    drive(body)


def test_a_download_is_cancelled_and_goes_on_where_it_was(drive: Callable, hub: Hub, theirs: Path, home: Path) -> None:
    async def body(driver) -> None:
        dialog = await opened(driver)
        await use_folder(driver, dialog, theirs)
        hub.hold_at = 22_000_000
        await most_of_it(driver, dialog, home)
        assert dialog.bar.isVisibleTo(dialog)
        assert not dialog.folder.isEnabled()
        driver.press_button(dialog, "Cancel")
        await driver.until(dialog.folder.isEnabled, "the download to stop")
        assert driver.said == []
        hub.let_go.set()
        hub.hold_at = 0
        hub.asked.clear()
        await driver.until(dialog.download.isEnabled, "another try")
        driver.press_button(dialog, DOWNLOAD)
        await driver.until(lambda: not dialog.download.isVisibleTo(dialog), "the download")
        assert dict(hub.asked)["tokenizer/spiece.model"] == "bytes=20971520-"

    drive(body)


def test_a_closed_dialog_stops_no_download_and_the_end_is_told(
    drive: Callable, hub: Hub, theirs: Path, home: Path
) -> None:
    async def body(driver) -> None:
        dialog = await opened(driver)
        await use_folder(driver, dialog, theirs)
        hub.hold_at = 22_000_000
        await most_of_it(driver, dialog, home)
        driver.press_button(dialog, "Close")
        hub.let_go.set()
        await driver.until(lambda: driver.said, "the end")
        assert driver.said == ["LongAnimation: 2 parts downloaded and checked."]
        dialog = await opened(driver)  # with what it showed last, until the next look at the disk is through
        whole = "Everything that LongAnimation needs is here."
        await driver.until(lambda: dialog.sentence.text() == whole, "all to be found")

    drive(body)


def test_closing_the_app_ends_a_download(drive: Callable, hub: Hub, theirs: Path, home: Path) -> None:
    async def body(driver) -> None:
        dialog = await opened(driver)
        await use_folder(driver, dialog, theirs)
        hub.hold_at = 22_000_000
        await most_of_it(driver, dialog, home)

    drive(body)  # that nothing is left running, the fixtures look after


def test_what_is_wrong_is_told_where_it_is(drive: Callable, theirs: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    empty = tmp_path / "empty"
    empty.mkdir()

    async def body(driver) -> None:
        dialog = await opened(driver)
        sparse(theirs / "LongAnimation" / "glm_module.safetensors", {"proj_out": (3072, 3072)})
        await use_folder(driver, dialog, theirs)
        assert dialog.sentence.text() == "Of 9 parts, 2 missing and 1 wrong: about 811 MB to download."
        assert "glm_module.safetensors lacks 96 entries (key_mapping_0.0.weight, " in said(dialog)
        await use_folder(driver, dialog, empty)
        assert "holds nothing that LongAnimation can use." in dialog.problem.text()
        dialog.consent.setChecked(True)
        driver.press_button(dialog, DOWNLOAD)
        await driver.until(lambda: "Check the network" in dialog.problem.text(), "no network")
        assert driver.said == []  # once is enough

    drive(body)
