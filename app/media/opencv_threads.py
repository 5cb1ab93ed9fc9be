"""The threads that OpenCV keeps for itself, and whether they come first."""

from __future__ import annotations

import cv2
import numpy as np

_SHARED = 1024  # pixels across: more than OpenCV works through in one thread


def begin_opencv_threads() -> None:
    """Have OpenCV begin its threads, which share all that it is asked to do, with the priority of the calling thread.

    They are begun once, by who first needs them. With those of the window, which come first, pictures made in advance
    kept the processor from it.
    """
    cv2.cvtColor(np.zeros((_SHARED, _SHARED, 3), np.uint8), cv2.COLOR_BGR2GRAY)
