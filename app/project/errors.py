"""What can go wrong with a project folder, one tree.

ProjectError
├── NotAProjectError       there is no project at this place
├── ProjectDamagedError    project.json cannot be understood and no good copy is left
├── ProjectTooNewError     a newer Shiage wrote it
├── ProjectUnreadableError the disk does not give it out
├── ProjectWriteError      the disk does not take it
├── ProjectInUseError      somebody has it open
└── PaletteFileError       a palette of another program cannot be read or written
"""

from __future__ import annotations

import errno
from pathlib import Path

from app.errors import ShiageError


class ProjectError(ShiageError):
    """Base of all errors about a project folder."""


class NotAProjectError(ProjectError):
    """There is no project at this place."""


class ProjectDamagedError(ProjectError):
    """project.json cannot be understood and no good copy is left; its bytes are untouched."""


class ProjectTooNewError(ProjectError):
    """A newer Shiage wrote it."""


class ProjectUnreadableError(ProjectError):
    """The disk does not give it out."""


class ProjectWriteError(ProjectError):
    """The disk does not take it; what was there before is untouched."""


class ProjectInUseError(ProjectError):
    """Somebody has it open: `host` and `when` (seconds since 1970, 0 where unknown) say who."""

    def __init__(self, text: str, host: str = "", when: float = 0.0) -> None:
        super().__init__(text)
        self.host = host
        self.when = when


class PaletteFileError(ProjectError):
    """A palette of another program cannot be read or written."""


def write_error(folder: Path, error: OSError) -> ProjectWriteError:
    """The sentence for a failure to write into `folder`."""
    name = folder.name
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        text = f'The disk is full, so "{name}" was not saved. Free some space and save again.'
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        text = f'Shiage may not write into "{name}". Save the project as a copy in a folder of yours.'
    elif not folder.is_dir():
        text = f'The folder "{folder}" is gone. Bring it back, or save the project as a copy elsewhere.'
    else:
        text = f'"{name}" could not be saved ({error.strerror or error}). Check the disk and save again.'
    return ProjectWriteError(text)


def read_error(folder: Path, error: OSError) -> ProjectUnreadableError:
    """The sentence for a failure to read from `folder`."""
    reason = error.strerror or str(error)
    return ProjectUnreadableError(
        f'"{folder.name}" cannot be read ({reason}). Check the disk or the rights on the folder, then open it again.'
    )
