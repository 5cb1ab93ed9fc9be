"""The lock file: one Shiage at a time in a project folder, and the trace that tells a crash afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
import uuid
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from app.project.errors import ProjectInUseError, ProjectWriteError, write_error
from app.project.files import PART, remove_parts, write_atomic

LOCK_FILE = "lock"
_HALF_WRITTEN = 2.0  # seconds after which a lock file without content is that of a killed process


@dataclass(frozen=True)
class Lock:
    """A held lock. `crashed` is true when the one who held it before died without letting go."""

    folder: Path
    token: str
    crashed: bool = False

    def check(self) -> None:
        """Raises ProjectWriteError once somebody else has taken the lock, who may have let go of it since."""
        try:
            ours = _content((self.folder / LOCK_FILE).read_bytes()).get("token") == self.token
        except FileNotFoundError:
            ours = not self.folder.is_dir()  # what is wrong with the folder, the save itself tells better
        except OSError:
            ours = True
        if not ours:
            raise ProjectWriteError(
                f'"{self.folder.name}" was opened elsewhere, so it is no longer saved from here. '
                "Save a copy to keep what you did."
            )

    def release(self) -> None:
        """Let go; harmless when the lock is no longer ours."""
        path = self.folder / LOCK_FILE
        with contextlib.suppress(OSError):
            if _content(path.read_bytes()).get("token") == self.token:
                path.unlink()

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def acquire(folder: Path, *, force: bool = False) -> Lock:
    """Take the project for this process.

    A lock whose process is gone from this computer is taken over (`crashed`); `force` takes over any, once the
    artist has said that nobody works there. Raises ProjectInUseError or ProjectWriteError.
    """
    path, token = folder / LOCK_FILE, uuid.uuid4().hex
    while True:
        try:
            with path.open("xb") as file:
                file.write(_holder(token))
            return Lock(folder, token)
        except FileExistsError:
            pass
        except OSError as error:
            raise write_error(folder, error) from error
        try:
            data = path.read_bytes()
            written = path.stat().st_mtime
        except FileNotFoundError:
            continue  # let go of in this moment
        except OSError as error:
            raise write_error(folder, error) from error
        if not data and abs(time.time() - written) < _HALF_WRITTEN:
            time.sleep(0.05)
            continue
        holder = _content(data)
        if not force and _is_alive(holder):
            raise _in_use(folder, holder, written)
        if _take_over(path, data, token):
            remove_parts(folder)
            return Lock(folder, token, crashed=True)
        time.sleep(0.02)


def left_behind(folder: Path) -> bool:
    """Whether the project was open in a Shiage on this computer that died without letting go of it, and is open nowhere
    now. Raises nothing, and takes nothing."""
    path = folder / LOCK_FILE
    try:
        data = path.read_bytes()
        young = not data and abs(time.time() - path.stat().st_mtime) < _HALF_WRITTEN
    except OSError:
        return False
    return not young and not _is_alive(_content(data))


def _holder(token: str) -> bytes:
    """What this process writes into the lock file."""
    holder = {
        "pid": os.getpid(),
        "started": _started(os.getpid()),
        "host": socket.gethostname(),
        "when": time.time(),
        "token": token,
    }
    return json.dumps(holder).encode()


def _take_over(path: Path, stale: bytes, token: str) -> bool:
    """Put our lock in place of a stale one; false when another process was quicker, or is at it.

    The right to do so is a file that only one can make, named after the stale lock. Whoever makes it after the
    winner has removed it sees that the lock is no longer the stale one.
    """
    claim = path.with_name(f".{LOCK_FILE}.{blake2b(stale, digest_size=8).hexdigest()}{PART}")
    try:
        claim.open("xb").close()
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            if abs(time.time() - claim.stat().st_mtime) > _HALF_WRITTEN:
                claim.unlink()  # its maker was killed
        return False
    except OSError as error:
        raise write_error(path.parent, error) from error
    try:
        if path.read_bytes() != stale:
            return False
        write_atomic(path, _holder(token))
        return True
    except FileNotFoundError:
        return False
    except OSError as error:
        raise write_error(path.parent, error) from error
    finally:
        claim.unlink(missing_ok=True)


def _content(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _is_alive(holder: dict[str, Any]) -> bool:
    """Whether the process may still be there; one on another computer always may."""
    pid, started = holder.get("pid"), holder.get("started")
    if not isinstance(pid, int) or not isinstance(started, str):
        return False
    if holder.get("host") != socket.gethostname():
        return True
    return psutil.pid_exists(pid) and _started(pid) == started


def _started(pid: int) -> str:
    """When a process began, told apart from any other's with the same number; empty when it is gone."""
    try:
        # On Linux the boot and its clock ticks: the time of day that psutil gives moves when the clock is set.
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else f"{boot}:{fields[19]}"  # a dead one that nobody has buried holds nothing
    except (OSError, IndexError):
        pass
    try:
        return f"{psutil.Process(pid).create_time():.1f}"
    except psutil.Error:
        return ""


def _in_use(folder: Path, holder: dict[str, Any], written: float) -> ProjectInUseError:
    host, when = str(holder.get("host")), holder.get("when")
    when = float(when) if isinstance(when, int | float) else written
    place = "on this computer" if host == socket.gethostname() else f'on the computer "{host}"'
    since = time.strftime("%Y-%m-%d %H:%M", time.localtime(when))
    return ProjectInUseError(
        f'"{folder.name}" is open in Shiage {place} since {since}. Close it there, then open it here.', host, when
    )
