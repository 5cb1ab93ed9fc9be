"""What can go wrong while pictures and movies come in, one tree.

MediaError
├── NothingFound         there is no picture or movie at this place
├── MediaUnreadable      a file is damaged, gone, or of a kind Shiage does not read
│   └── DrawingsUnreadable   so are some drawings of a sequence; the others can be read
├── MixedSizes           the pictures of one sequence differ in size
├── MissingFrames        numbers are missing and the artist wanted none to be
├── MediaNotWritten      the project folder does not take the pictures
├── MediaCancelled       the artist stopped it; nothing was kept
├── KeyOutside           the key's frame number is not in the shot
└── KeyMismatch          the key's size is not the line art's
"""

from __future__ import annotations

from app.errors import ShiageError


class MediaError(ShiageError):
    """Base of everything that can go wrong with media coming in."""


class NothingFound(MediaError):
    """There is no picture or movie at this place."""


class MediaUnreadable(MediaError):
    """A file is damaged, gone, or of a kind Shiage does not read."""


class DrawingsUnreadable(MediaUnreadable):
    """Some drawings of a sequence are damaged, gone, or of a kind Shiage does not read; the others can be read."""


class MixedSizes(MediaError):
    """The pictures of one sequence differ in size."""


class MissingFrames(MediaError):
    """Numbers are missing and the artist wanted none to be, or more than could be meant."""


class MediaNotWritten(MediaError):
    """The project folder does not take the pictures; nothing half-written is left."""


class MediaCancelled(MediaError):
    """The artist stopped it; nothing was kept."""


class KeyOutside(MediaError):
    """The key's frame number is not in the shot."""
