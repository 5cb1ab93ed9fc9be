"""However a shot is begun, Draft colors its lines as the keys do; a shot that was saved before stays as it is."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from app.bench.shots import draw_shot
from app.document import Document
from app.media.batch import FoundShot, make_project
from app.media.sequence import find_sequences
from app.project.colorizers import line_colors
from app.project.model import Project, Shot
from app.project.storage import create_project, open_project
from app.sample import sample_project


def test_a_new_project(tmp_path: Path):
    assert line_colors(Document(tmp_path, Project(())).shot)


def test_one_of_several_imported_at_once(make_shot, tmp_path: Path):
    (sequence,) = find_sequences([make_shot(tmp_path / "walk", 2, (96, 72)).line_folder])
    make_project(FoundShot("walk", sequence, 2), tmp_path / "walk.shiage", Fraction(24))
    assert line_colors(open_project(tmp_path / "walk.shiage").project.shots[0])


def test_the_sample_shot():
    assert line_colors(open_project(sample_project()).project.shots[0])


def test_the_shot_that_speed_is_measured_with(tmp_path: Path):
    assert line_colors(draw_shot(tmp_path, 1, (64, 48)))


def test_a_shot_that_says_nothing(tmp_path: Path):
    project = create_project(tmp_path / "old.shiage", Project((Shot("shot1", "old"),))).project
    assert not line_colors(Document(tmp_path, project).shot)
