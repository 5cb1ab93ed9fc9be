"""The set-up commands, with a real virtual environment and a real pip on a small wheel made here."""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from installer.environment import Environment
from installer.faults import SetupError, explain
from installer.parts import CPU_INDEX, torch_attempts, wanted
from installer.pip_runs import Fetched, _account
from installer.progress import Progress, size_text

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = """
[project]
name = "sample"
dependencies = ["tinything==1.0"]
[project.optional-dependencies]
longanimation = ["torch==9.9.9"]
dev = ["tinything>=1.0"]
"""
# Stands where the app stands, so that what the set-up calls at its end can be seen.
MAIN = "import sys, tinything\nprint('app', *sys.argv[1:])\n"


def make_wheel(folder: Path, name: str = "tinything", version: str = "1.0") -> Path:
    """A wheel of one module that needs nothing."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": "VALUE = 1\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        record += f"{path},sha256={digest},{len(text)}\n"
    files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\n"
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the real installer, a small pyproject.toml and a folder of wheels."""
    root = tmp_path_factory.mktemp("check out ü")  # a space and a letter beyond ASCII, as people have them
    shutil.copytree(ROOT / "installer", root / "installer", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    (root / "main.py").write_text(MAIN, "utf-8")
    (root / "wheels").mkdir()
    make_wheel(root / "wheels")
    return root


@pytest.fixture(autouse=True)
def only_our_wheels(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null" if sys.platform != "win32" else "nul")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", (checkout / "wheels").as_uri())
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)


def set_up(root: Path, *, torch: bool = False, tests: bool = False) -> str:
    """Install what is missing, as the commands do; returns what the user read."""
    environment, said = Environment(root), io.StringIO()
    missing = environment.missing(wanted(root, torch=torch, tests=tests))
    environment.install(missing, Progress(environment.steps(missing), said), io.StringIO())
    return said.getvalue()


def command(root: Path, *words: str) -> list[str]:
    return [sys.executable, str(root / "installer" / "bootstrap.py"), *words]


def test_the_set_up_is_made_once_kept_and_made_anew_where_it_broke_off(checkout: Path):
    environment, parts = Environment(checkout), wanted(checkout, torch=False, tests=False)
    assert environment.missing(parts) == parts
    said = set_up(checkout)
    assert said.splitlines()[0] == "[1/2] Virtual environment ..."
    assert "[2/2] Libraries of the app: " in said
    assert environment.missing(parts) == []
    assert [part.name for part in environment.missing(wanted(checkout, torch=False, tests=True))] == ["dev"]
    subprocess.run([environment.python, "-c", "import tinything"], check=True)

    (environment.folder / "shiage-unfinished").touch()  # as a kill in the middle leaves it
    assert environment.missing(parts) == parts
    assert "again from the start" in set_up(checkout)
    assert environment.missing(parts) == []


def test_a_second_run_opens_the_app_at_once(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    if Environment(checkout).missing(wanted(checkout, torch=False, tests=False)):
        set_up(checkout)
    Environment(checkout).learn("window")
    monkeypatch.setenv("DISPLAY", ":0")
    began = time.monotonic()
    run = command(checkout, "run", "--without-torch")
    said = [subprocess.run(run, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert said == [f"Opening the window...\n{app}\n" for app in ("app --sample", "app")]
    assert time.monotonic() - began < 2


def test_an_environment_without_torch_stays_so_until_it_is_asked_for(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    root = tmp_path / "other"
    shutil.copytree(checkout, root, ignore=shutil.ignore_patterns("wheels", ".venv"))
    monkeypatch.setenv("DISPLAY", ":0")

    def said(*words: str) -> str:
        return subprocess.run(command(root, "run", *words), capture_output=True, text=True, check=True).stdout

    Environment(root).folder.mkdir()
    made = subprocess.run([sys.executable, "-m", "venv", Environment(root).folder], check=True)
    assert made.returncode == 0
    Environment(root).learn("window")
    assert "PyTorch" not in said("--without-torch")
    assert said().splitlines()[0] == "PyTorch stays left out, as it was before; --with-torch adds it."
    assert "PyTorch for the" in said("--with-torch")
    assert "stays left out" not in said()


def test_other_requirements_are_installed(checkout: Path, tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.replace("==1.0", "==1.1"), "utf-8")
    now, before = (wanted(root, torch=False, tests=False)[0].digest for root in (tmp_path, checkout))
    assert now != before


def test_without_a_build_of_torch_the_app_is_set_up_and_asks_no_more(checkout: Path):
    assert "PyTorch for the processor and libraries of LongAnimation: left out" in set_up(checkout, torch=True)
    assert Environment(checkout).missing(wanted(checkout, torch=True, tests=False)) == []


def test_a_missing_network_is_one_sentence_and_nothing_has_to_be_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # nobody listens there
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(SetupError, match="download server cannot be reached"):
        set_up(tmp_path)
    assert Environment(tmp_path).steps([]) == 0  # the environment itself is sound


def test_a_folder_in_the_way_is_not_deleted(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "mine.txt").write_text("keep")
    with pytest.raises(SetupError, match="is in the way"):
        set_up(tmp_path)
    assert (tmp_path / ".venv" / "mine.txt").read_text() == "keep"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path):
    shutil.copytree(ROOT / "installer", tmp_path / "installer", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "setup.log").mkdir()  # stands for any reason that keeps the log from being opened
    done = subprocess.run(command(tmp_path, "run"), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.strip().startswith(f"Shiage: The folder {tmp_path} cannot be written")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C reaches a group of processes in another way on Windows")
def test_ctrl_c_ends_with_a_sentence_and_130(tmp_path: Path):
    shutil.copytree(ROOT / "installer", tmp_path / "installer", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs would hand on none
    running = subprocess.Popen(
        command(tmp_path, "run"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
    )
    signal.signal(signal.SIGINT, before)
    assert running.stdout is not None
    assert "Virtual environment" in running.stdout.readline()
    os.killpg(running.pid, signal.SIGINT)
    out, errors = running.communicate(timeout=20)
    assert (running.returncode, errors) == (130, "")
    assert out.strip() == "Stopped. Run the same command again to go on."


def test_an_old_python_can_read_the_door_and_is_told():
    door = ROOT / "installer" / "bootstrap.py"
    ast.parse(door.read_text("utf-8"), feature_version=(3, 0))
    code = f"import sys, runpy; sys.version_info = (3, 8, 0); runpy.run_path({str(door)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Shiage needs Python 3.11 or newer, and this is Python 3.8.")


@pytest.mark.parametrize(
    ("gpu", "system", "builds"),
    [
        (False, "Linux", ["torch==2.0+cpu", "torch==2.0+cpu"]),
        (True, "Linux", ["torch==2.0"]),
        (False, "Windows", ["torch==2.0"]),
        (True, "Windows", ["torch==2.0+cu130", "torch==2.0+cu130"]),
        (False, "Darwin", ["torch==2.0"]),
    ],
)
def test_the_build_of_torch_suits_the_machine(gpu: bool, system: str, builds: list[str]):
    attempts = torch_attempts("torch==2.0", ["others>=1"], gpu=gpu, system=system)
    assert all("others>=1" in attempt for attempt in attempts)
    assert [next(word for word in attempt if word.startswith("torch")) for attempt in attempts] == builds
    assert not any("--extra-index-url" in attempt for attempt in attempts[:1])  # the user's own sources come first
    assert (CPU_INDEX in attempts[-1]) == (system == "Linux" and not gpu)


def test_one_version_of_torch_is_installed_with_the_libraries_around_it():
    parts = wanted(ROOT, torch=True, tests=True)
    assert [part.name for part in parts] == ["app", "torch", "dev"]
    pip = parts[1].attempts()[-1]
    for name in ("torch==", "diffusers>=", "transformers>=", "safetensors>=", "huggingface_hub>="):
        assert [word.startswith(name) for word in pip].count(True) == 1


PIP_SAID = [
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
    (
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...): Failed to establish a "
        "new connection: [Errno -2] Name or service not known'\nERROR: No matching distribution found for numpy",
        "The download server cannot be reached",
    ),
    (
        "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]",
        "The certificate of the download server",
    ),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "A download arrived damaged"),
    ("OSError: [Errno 13] Permission denied: '/x/.venv/lib'", "A file could not be written"),
    ("ERROR: No matching distribution found for torch==2.13.0", "There is no build of torch==2.13.0"),
    ("ERROR: Something new", 'The installation stopped with "Something new"'),
    ("", "The installation stopped:"),
]


@pytest.mark.parametrize(("output", "sentence"), PIP_SAID, ids=[sentence for _, sentence in PIP_SAID])
def test_each_failure_of_pip_has_its_sentence(output: str, sentence: str):
    told = str(explain(output, 1))
    assert told.startswith(sentence)
    assert told.endswith(".")
    assert "\n" not in told


def test_downloads_are_counted_by_where_they_came_from():
    fetched, said = Fetched(), io.StringIO()
    lines = [
        "Collecting numpy>=1.26",
        "  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl.metadata (6.6 kB)",
        "  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (16.9 MB)",
        "  Using cached msgspec-0.22.0-cp311-cp311-manylinux_2_17_x86_64.whl (219 kB)",
    ]
    for line in lines:
        _account(line, fetched, Progress(1, said))
    assert str(fetched) == "16.9 MB downloaded, 219 kB from the cache"
    assert said.getvalue().strip() == "downloading numpy 2.4.6, 16.9 MB"
    assert [size_text(count) for count in (0, 999, 1e3, 2_594_544_868)] == ["0 B", "999 B", "1 kB", "2.6 GB"]
