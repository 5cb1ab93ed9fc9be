"""What is installed, read from pyproject.toml, and which build of PyTorch suits the machine."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
CUDA = "cu130"
CUDA_INDEX = f"https://download.pytorch.org/whl/{CUDA}"


@dataclass(frozen=True)
class Part:
    """One thing to install. `attempts` are pip's arguments, tried in order until the machine gets a build."""

    name: str
    title: str
    space: float  # bytes it takes on disk, about
    digest: str  # of all that would change what is installed
    attempts: Callable[[], list[list[str]]]
    needed: bool = True  # without it the app does not start


def wanted(root: Path, *, torch: bool, tests: bool) -> list[Part]:
    """The parts for this checkout, in the order of installation."""
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project.get("optional-dependencies", {})
    parts = [_plain("app", "Libraries of the app", 0.9e9, project["dependencies"])]
    if torch:
        parts.append(_torch([*extras["longanimation"], *(extras.get("training", []) if tests else [])]))
    if tests:
        parts.append(_plain("dev", "Tools of the tests", 0.4e9, extras["dev"]))
    return parts


def torch_attempts(pin: str, others: list[str], *, gpu: bool, system: str) -> list[list[str]]:
    """pip's arguments for `pin` ("torch==2.13.0") and the requirements that are installed with it.

    The plain name means CUDA on Linux (gigabytes) and CPU elsewhere, so the build is named wherever the other one is
    wanted. A source that the user configured comes before PyTorch's own server. Compiling its thousands of modules
    takes a minute that the first import spreads out, so it is left to that.
    """
    if system == "Linux" and not gpu:
        build, index = f"{pin}+cpu", CPU_INDEX
    elif system == "Windows" and gpu:
        build, index = f"{pin}+{CUDA}", CUDA_INDEX
    else:
        return [["--no-compile", pin, *others]]
    plain = ["--no-compile", build, *others]
    return [plain, [*plain, "--extra-index-url", index]]


def has_nvidia_gpu() -> bool:
    """Whether the driver's own tool lists a GPU."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return False
    try:
        listed = subprocess.run([tool, "-L"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return listed.returncode == 0 and "GPU" in listed.stdout


def _plain(name: str, title: str, space: float, requirements: list[str]) -> Part:
    return Part(name, title, space, _digest(*requirements), lambda: [requirements])


def _torch(requirements: list[str]) -> Part:
    """PyTorch with the libraries around it: one part, for without PyTorch the others are of no use."""
    pin = next(each for each in requirements if each.startswith("torch=="))
    others = [each for each in requirements if each != pin]
    driver = shutil.which("nvidia-smi") is not None  # asking it for GPUs takes seconds: only when installing
    return Part(
        name="torch",
        title=f"PyTorch for {'the NVIDIA GPU' if driver else 'the processor'} and libraries of LongAnimation",
        space=8.3e9 if driver else 1.8e9,
        digest=_digest(*requirements, str(driver)),
        attempts=lambda: torch_attempts(pin, others, gpu=has_nvidia_gpu(), system=platform.system()),
        needed=False,
    )


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
