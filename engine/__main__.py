"""The engine process: claims stdout for the protocol, reads requests on a thread of its own, runs the Worker."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from typing import BinaryIO


def claim_stdout() -> BinaryIO:
    """Keep file descriptor 1 for the protocol and point it at stderr, so that a stray print harms nothing."""
    channel = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return channel


def die_with_parent() -> None:
    """Ask Linux to kill this process when the app dies; elsewhere the closed stdin (and a job object) does it."""
    if sys.platform != "linux":
        return
    import ctypes
    import signal

    pr_set_pdeathsig = 1
    ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGKILL)
    expected = os.environ.get("SHIAGE_APP_PID")
    if expected and int(expected) != os.getppid():  # asked after the call above: the app died before it
        os._exit(0)


def main() -> int:
    """Run until stdin closes or Shutdown comes."""
    channel = claim_stdout()
    die_with_parent()
    # Draft shares its work out itself; threads of numpy's own would wait for each other, above all on a busy computer.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    from engine.session import Session  # after stdout is claimed: this import is heavy

    session = Session(sys.stdin.buffer, channel)
    threading.Thread(target=session.read, name="requests", daemon=True).start()
    session.work()
    with contextlib.suppress(OSError):
        channel.close()
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except Exception:
        logging.getLogger("engine").exception("the engine ended")
        code = 1
    logging.shutdown()
    os._exit(code)  # no waiting for threads inside libraries: every finished file is already in place
