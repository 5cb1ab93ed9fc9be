"""What can go wrong in the engine, one tree.

EngineError
├── BadRequest        the request cannot be carried out as it stands
├── MissingWeights    the colorizer lacks files it needs
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


class OutOfMemory(EngineError):
    """The device has too little memory for the request."""


class JobCancelled(EngineError):
    """The artist stopped the job."""
