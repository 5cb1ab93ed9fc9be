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
