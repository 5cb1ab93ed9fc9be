"""Files of painted keys go when nothing knows them, and never before."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.paint.tidying import remove_unknown

OLD, NEW, OTHER = "keys/0003_painted_aa.png", "keys/0003_painted_bb.png", "keys/0003_cc.png"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    (tmp_path / "backups").mkdir()
    for name in (OLD, NEW, OTHER):
        (tmp_path / name).write_bytes(b"picture")
    (tmp_path / "project.json").write_text(f'{{"path": "{NEW}"}}')
    return tmp_path


def left(folder: Path) -> set[str]:
    return {f"keys/{path.name}" for path in (folder / "keys").iterdir()}


def test_what_neither_project_nor_backup_names_goes(folder: Path):
    assert remove_unknown(folder) == 1
    assert left(folder) == {NEW, OTHER}  # keys that were laid by hand stay


def test_what_a_backup_names_stays(folder: Path):
    (folder / "backups" / "project-20260101-000000.json").write_text(f'{{"path": "{OLD}"}}')
    assert remove_unknown(folder) == 0
    assert left(folder) == {OLD, NEW, OTHER}


def test_nothing_goes_where_a_backup_cannot_be_read(folder: Path):
    (folder / "backups" / "project-20260101-000000.json").mkdir()
    assert remove_unknown(folder) == 0
    assert left(folder) == {OLD, NEW, OTHER}
