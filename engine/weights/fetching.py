"""Downloads parts from the Hugging Face Hub: what is there already is kept, what broke off goes on where it stopped.

The Hub's own library starts a file again after a broken run, so the unfinished files are kept here.
"""

from __future__ import annotations

import fnmatch
import hashlib
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from engine.errors import WeightsNotFetched
from engine.weights.manifest import Part

log = logging.getLogger(__name__)
MARGIN = 500_000_000  # bytes that stay free
_CHUNK = 1 << 22
Told: TypeAlias = Callable[[Literal["downloading", "checking"], str, int], None]  # stage, file, bytes more (or less)


@dataclass(frozen=True)
class Remote:
    """One file on the Hub and its place here. `sha256` is empty for small files, which have a git id instead."""

    part: Part
    url: str
    target: Path
    size: int
    sha256: str
    git_id: str

    @property
    def unfinished(self) -> Path:
        """Where it grows; the name changes with the content, so that two versions never become one file."""
        return self.target.with_name(f"{self.target.name}.{(self.sha256 or self.git_id)[:12]}.part")

    @property
    def done(self) -> int:
        """Bytes that are here already."""
        for path in (self.target, self.unfinished):
            if path.is_file():
                return min(path.stat().st_size, self.size)
        return 0

    def is_sound(self, path: Path) -> bool:
        """Whether the content of `path` is what the Hub, or our own list, says of it. Reads all of it."""
        wanted = self.part.sha256.get(self.target.name, self.sha256)
        digest = hashlib.sha256() if wanted else hashlib.sha1(f"blob {self.size}\0".encode(), usedforsecurity=False)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest() == (wanted or self.git_id)


def remote_files(parts: Sequence[Part], home: Path) -> list[Remote]:
    """Every file of these parts as the Hub has it now, and a copy of each licence. Raises WeightsNotFetched."""
    known: dict[tuple[str, ...], tuple[str, Any]] = {}
    files: list[Remote] = []
    for part in parts:
        if part.repositories not in known:
            known[part.repositories] = _asked(part)
            files += _licences(part, *known[part.repositories], home)
        files += _of_part(part, *known[part.repositories], home)
    return files


def check_space(files: Sequence[Remote], home: Path) -> None:
    """Raises WeightsNotFetched where the disk is too small for what is still to come."""
    need = sum(file.size - file.done for file in files) + MARGIN
    home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(home).free
    if free < need:
        raise WeightsNotFetched(
            f'The download needs {need / 1e9:.1f} GB and the disk of "{home}" has {free / 1e9:.1f} GB left. '
            "Free some space and start it again."
        )


def fetch(file: Remote, told: Told) -> None:
    """Bring one file into place, checked. Raises WeightsNotFetched; what has come by then stays for the next time."""
    name = file.target.name
    try:
        file.target.parent.mkdir(parents=True, exist_ok=True)
        if file.target.is_file():
            told("checking", name, 0)
            if file.target.stat().st_size == file.size and file.is_sound(file.target):
                return
            told("downloading", name, -file.done)
            file.target.unlink()
        _stream(file, lambda count: told("downloading", name, count))
        told("checking", name, 0)
        if not file.is_sound(file.unfinished):
            told("downloading", name, -file.done)
            file.unfinished.unlink()
            raise WeightsNotFetched(f"{name} arrived damaged: its checksum is wrong. Start the download again.")
        file.unfinished.replace(file.target)
    except OSError as error:
        raise _explained(error, file.url) from error


def _asked(part: Part) -> tuple[str, Any]:
    """The repository that answers, and what it says of itself."""
    hub, errors = _hub(), _network_errors()
    gone: Exception | None = None
    for repository in part.repositories:
        try:
            return repository, hub.HfApi().model_info(repository, files_metadata=True, timeout=30)
        except hub.errors.GatedRepoError as error:
            raise _explained(error, repository) from error
        except hub.errors.RepositoryNotFoundError as error:
            gone = error
        except errors as error:
            raise _explained(error, repository) from error
    raise WeightsNotFetched(
        f"{part.title} is not to be found at {part.repositories[0]} any more. "
        "If you have the files, use them from their folder instead."
    ) from gone


def _of_part(part: Part, repository: str, info: Any, home: Path) -> Iterator[Remote]:  # noqa: ANN401
    beside = {Path(sibling.rfilename).name: sibling for sibling in info.siblings if _within(part, sibling.rfilename)}
    stem, _, ending = part.weights.rpartition(".")
    single = [part.weights] if part.weights in beside else []
    sharded = [part.index, *fnmatch.filter(beside, f"{stem}-*-of-*.{ending}")] if part.index in beside else []
    names = [*part.files, *(name for name in part.also if name in beside), *(single or sharded)]
    absent = [name for name in names if name not in beside]
    if absent or (part.weights and not (single or sharded)):
        raise WeightsNotFetched(
            f"{repository} does not hold {', '.join(absent) or part.weights} any more. "
            "If you have the files, use them from their folder instead."
        )
    for name in names:
        yield _remote(part, repository, info, beside[name], home / part.folder / name)


def _licences(part: Part, repository: str, info: Any, home: Path) -> Iterator[Remote]:  # noqa: ANN401
    for sibling in info.siblings:
        if sibling.rfilename in ("LICENSE", "LICENSE.txt", "LICENSE.md"):
            name = f"{repository.replace('/', '--')}-{sibling.rfilename}"
            yield _remote(part, repository, info, sibling, home / "licences" / name)


def _remote(part: Part, repository: str, info: Any, sibling: Any, target: Path) -> Remote:  # noqa: ANN401
    url = _hub().hf_hub_url(repository, sibling.rfilename, revision=info.sha)
    sha256 = sibling.lfs.sha256 if sibling.lfs else ""
    return Remote(part, url, target, sibling.size, sha256, sibling.blob_id)


def _within(part: Part, name: str) -> bool:
    folder = Path(name).parent.as_posix()
    if part.within:
        return folder == part.within
    return Path(name).name == part.weights  # a file that stands alone, wherever it lies in its repository


def _stream(file: Remote, told: Callable[[int], None]) -> None:
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers
    from tqdm import tqdm

    class Bar(tqdm):
        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
            super().__init__(*arguments, **options | {"disable": True})

        def update(self, n: float | None = 1) -> None:
            told(int(n or 0))

    begun = file.unfinished.stat().st_size if file.unfinished.is_file() else 0
    if begun > file.size:
        told(-file.size)
        begun = 0
    with file.unfinished.open("r+b" if begun else "wb") as growing:
        growing.seek(begun)
        try:
            headers = build_hf_headers()
            http_get(file.url, growing, resume_size=begun, headers=headers, expected_size=file.size, tqdm_class=Bar)
        except (*_network_errors(), ValueError) as error:
            raise _explained(error, file.url) from error


def _hub() -> Any:  # noqa: ANN401
    try:
        import huggingface_hub
        import huggingface_hub.errors
    except ImportError as error:
        raise WeightsNotFetched(
            "The libraries of LongAnimation are not installed. Run the set-up command again, without --without-torch."
        ) from error
    return huggingface_hub


def _network_errors() -> tuple[type[Exception], ...]:
    import httpx2  # what huggingface_hub speaks HTTP with

    return (httpx2.HTTPError, OSError)


def _explained(error: Exception, what: str) -> WeightsNotFetched:
    log.warning("download of %s: %s", what, error)
    hub = _hub()
    if isinstance(error, hub.errors.GatedRepoError):
        said = (
            "The Hub gives these files only to those who agreed to their terms there. Log in with its own tool first."
        )
    elif isinstance(error, hub.errors.HfHubHTTPError):
        code = getattr(getattr(error, "response", None), "status_code", "no number")
        said = f"The Hugging Face Hub answered with an error ({code}). What has come is kept; try again later."
    elif isinstance(error, OSError) and error.errno in (28, 122):
        said = "The disk is full. What has come is kept; free some space and start the download again."
    elif isinstance(error, PermissionError):
        said = f'"{error.filename}" cannot be written. Check that you own that folder.'
    else:
        said = (
            "The connection to the Hugging Face Hub broke or could not be made. What has come is kept. Check the "
            "network and start the download again."
        )
    return WeightsNotFetched(said)
