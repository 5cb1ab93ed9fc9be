"""What can go wrong in the engine, one tree.

EngineError
├── BadRequest        the request cannot be carried out as it stands
├── MissingWeights    the colorizer lacks files it needs
│   └── BadWeights    a file is there and is damaged, or another model's
├── WeightsNotFetched files could not be downloaded or brought in
├── OutOfMemory       the device has too little memory
└── JobCancelled      the artist stopped the job
"""

from __future__ import annotations

import re

# What torch says of a card, of the processor, of that on Windows, and what cuBLAS says.
_MEMORY = re.compile("out of memory|can't allocate memory|not enough memory|CUBLAS_STATUS_ALLOC_FAILED")


class EngineError(Exception):
    """Base of the engine's own errors; the text is one sentence."""


class BadRequest(EngineError):
    """The request cannot be carried out as it stands."""


class MissingWeights(EngineError):
    """The colorizer lacks files it needs."""


class BadWeights(MissingWeights):
    """A file of weights is there and is damaged, or another model's."""


class WeightsNotFetched(EngineError):
    """Files of weights could not be downloaded or brought in."""


class OutOfMemory(EngineError):
    """The device has too little memory for the request."""


class JobCancelled(EngineError):
    """The artist stopped the job."""


def ran_out_of_memory(error: BaseException) -> bool:
    """Whether memory was short, on the device or the processor: libraries say so in errors of other kinds too."""
    if isinstance(error, (OutOfMemory, MemoryError)) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and _MEMORY.search(str(error)) is not None


def device_is_lost(error: BaseException) -> bool:
    """Whether the device can be used no more in this process: after an error of CUDA's own every further call fails."""
    if ran_out_of_memory(error) or not isinstance(error, RuntimeError):
        return False
    return "CUDA error" in str(error) or type(error).__name__ == "AcceleratorError"
