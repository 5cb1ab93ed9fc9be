"""A project that is opened while others are looked at for their pictures is read on several threads at once."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from app.project.format import encode
from app.project.model import Project, Shot
from app.project.view_state import ViewState, write_view

RUNS, ROOT = 6, Path(__file__).resolve().parents[3]
READ = """
import sys, threading
from pathlib import Path
from app.project.format import decode
from app.project.view_state import read_view
folder = Path(sys.argv[1])
data, gate, found = (folder / "project.json").read_bytes(), threading.Barrier(6), []

def read():
    gate.wait()
    found.append((decode(data, folder).project, read_view(folder)))

sys.setswitchinterval(1e-6)  # as on a busy computer, where threads take turns at any place
threads = [threading.Thread(target=read) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(found) == 6 and all(each == found[0] for each in found)
"""


def test_the_first_project_is_read_on_many_threads(tmp_path: Path) -> None:
    shot = Shot(id="a", name="cut 7", rate=Fraction(24))
    (tmp_path / "project.json").write_bytes(encode(Project((shot,)), tmp_path))
    write_view(tmp_path, ViewState(3, (2, 5)))
    for _ in range(RUNS):  # each learns the types anew, which is when it used to crash
        done = subprocess.run(
            [sys.executable, "-c", READ, str(tmp_path)], cwd=ROOT, capture_output=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
