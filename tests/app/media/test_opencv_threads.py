from __future__ import annotations

import subprocess
import sys

import pytest

LONG = 60  # seconds


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no niceness of single threads")
def test_the_threads_that_opencv_keeps_give_way_to_the_window():
    told = """
import os, time
import cv2, numpy
from app.media.opencv_threads import begin_opencv_threads
from app.threads import helpers
def given_way():
    return sum(os.getpriority(os.PRIO_PROCESS, int(thread)) > own for thread in os.listdir("/proc/self/task"))
own = os.getpriority(os.PRIO_PROCESS, 0)
pool = helpers()
pool.submit(begin_opencv_threads)
begun = time.monotonic()
while time.monotonic() < begun + 30 and given_way() <= pool._max_workers:
    time.sleep(0.01)
before = given_way()
cv2.cvtColor(numpy.zeros((2048, 2048, 3), numpy.uint8), cv2.COLOR_BGR2GRAY)
print(before - pool._max_workers, given_way() - before, cv2.getNumThreads() - 1)
"""
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, timeout=LONG, check=True)
    there, more, wanted = map(int, done.stdout.split())
    assert (there, more) == (wanted, 0)
