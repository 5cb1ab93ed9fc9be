"""The import contracts of pyproject.toml hold and catch what they are for; starting the app loads no model library."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# A module that must not be there, what it imports, and the contract that has to say so.
PLANTED = [
    ("app/project/planted_a.py", "import app.ui", "The app's layers point downwards"),
    ("app/media/planted_b.py", "import app.render.queue", "The app's layers point downwards"),
    ("engine/imaging/planted_c.py", "import engine.draft", "The engine's layers point downwards"),
    ("engine/protocol/planted_d.py", "import engine.errors", "The engine's layers point downwards"),
    ("app/commands.py", "import app.render.queue", "Editing knows nothing of rendering, media or widgets"),
    ("app/ui/planted_e.py", "import engine.worker", "The app takes only the protocol and the imaging of the engine"),
    ("app/planted_f.py", "import engine.draft", "The app takes only the protocol and the imaging of the engine"),
    ("engine/worker.py", "import engine.training", "The engine's layers point downwards"),
    ("engine/training/planted_m.py", "import engine.worker", "Training takes only what is trained and the imaging"),
    ("engine/draft/planted_g.py", "import app.errors", "The engine never imports the app"),
    ("app/render/planted_h.py", "import torch.nn", "The app loads no model library"),
    ("engine/protocol/messages.py", "import torch", "The app loads no model library"),
    ("engine/draft/matcher/planted_n.py", "import torch", "Draft loads no model library"),
    ("engine/draft/planted_o.py", "import engine.training.matcher.network", "Draft loads no model library"),
    ("app/media/planted_j.py", "from PySide6.QtGui import QImage", "Qt stays in the window"),
    ("app/cli.py", "import app.document", "Qt stays in the window"),
    ("engine/planted_k.py", "import qasync", "Qt stays in the window"),
    ("app/project/planted_l.py", "import numpy", "The project model is plain Python"),
]
VERDICT = re.compile(r"^(.+?) (KEPT|BROKEN)(?: \(.*\))?$", re.MULTILINE)

# What each room may load from outside. Contracts forbid by name only; this also stops a library nobody thought of.
OUTSIDE = {
    "app.project": {"msgspec", "psutil"},
    "engine.protocol": {"msgspec", "numpy"},
    "engine.imaging": {"numpy", "cv2", "PIL"},  # Pillow reads the still pictures that OpenCV cannot: PSD, TGA
    "engine.draft": {"numpy", "cv2"},
    "engine.training.matcher": {"numpy", "cv2", "torch", "safetensors"},
    "engine.training.clips": {"numpy", "cv2"},
    "engine.weights": {"msgspec", "huggingface_hub", "httpx2", "tqdm"},
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the contracts look at."""
    for name in ("app", "engine"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def verdicts(tree: Path) -> tuple[dict[str, str], str]:
    """Each contract's verdict in `tree`, and the whole report."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()", "--no-cache"]
    done = subprocess.run(command, check=False, cwd=tree, capture_output=True, text=True, timeout=60)
    return dict(VERDICT.findall(done.stdout)), done.stdout + done.stderr


def test_the_tree_keeps_every_contract(tree: Path):
    found, report = verdicts(tree)
    assert set(found) == {contract for _, _, contract in PLANTED}, report
    assert set(found.values()) == {"KEPT"}, report


@pytest.mark.parametrize(("path", "line", "contract"), PLANTED, ids=[f"{path}:{line}" for path, line, _ in PLANTED])
def test_a_planted_import_breaks_its_contract(tree: Path, path: str, line: str, contract: str):
    place = tree / path
    place.write_text((place.read_text("utf-8") if place.exists() else "") + f"\n{line}\n", "utf-8")
    found, report = verdicts(tree)
    assert found[contract] == "BROKEN", report


@pytest.mark.parametrize("room", OUTSIDE)
def test_a_room_loads_only_its_own_libraries(room: str):
    import grimp

    graph = grimp.build_graph("app", "engine", include_external_packages=True, cache_dir=None)
    loaded = {
        imported.split(".")[0]
        for module in {room} | graph.find_descendants(room)
        for imported in graph.find_modules_directly_imported_by(module)
    }
    assert loaded - sys.stdlib_module_names - {"app", "engine"} <= OUTSIDE[room]


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("app.cli", {"torch", "diffusers", "transformers", "PySide6", "qasync"}),
        ("app.application", {"torch", "diffusers", "transformers"}),
        ("engine.session", {"PySide6", "qasync", "app"}),
        ("engine.draft.colorizer", {"torch", "safetensors", "app"}),
        ("engine.draft.matcher.matching", {"torch", "safetensors", "app"}),
    ],
)
def test_importing_loads_nothing_it_should_not(module: str, unwanted: set[str]):
    code = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert module.split(".")[0] in done.stdout.split()
    assert not unwanted & set(done.stdout.split())
