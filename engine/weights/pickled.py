"""Names and shapes in a .pth file of PyTorch, old and new format, without PyTorch and without running what is in it."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from engine.errors import BadWeights
from engine.weights.manifest import Shape

_MAGIC = 0x1950A86A20F9469CFC6C  # the first number of a file in the format before PyTorch 1.6
_BYTES = {"DoubleStorage": 8, "FloatStorage": 4, "HalfStorage": 2, "BFloat16Storage": 2, "LongStorage": 8}
_LARGEST = 50_000_000  # bytes of the pickle itself, which holds names and no numbers


class _Tensor(NamedTuple):
    shape: Shape


def _rebuilt(storage: object, offset: int, size: Shape, *rest: object) -> _Tensor:
    return _Tensor(tuple(size))


class _Reader(pickle.Unpickler):
    """Knows tensors and dictionaries; anything else in the pickle ends the reading."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.storages: dict[str, int] = {}  # bytes, by the storage's own name

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuilt
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} is nothing that weights are made of")

    def persistent_load(self, pid: Any) -> None:  # noqa: ANN401
        _, kind, name, _, count, *_ = pid
        self.storages[name] = count * _BYTES.get(kind, 1)


def pickled_shapes(path: Path) -> dict[str, Shape]:
    """Names and shapes of the tensors in `path`. Raises BadWeights, or OSError where it cannot be read."""
    try:
        with path.open("rb") as file:
            content = _zipped(file) if zipfile.is_zipfile(file) else _plain(file)
        found = {name: value.shape for name, value in content.items() if isinstance(value, _Tensor)}
    except (
        pickle.UnpicklingError, zipfile.BadZipFile, EOFError, KeyError, ValueError, AttributeError, TypeError,
        IndexError, ImportError, NotImplementedError,
    ) as error:  # all that a damaged pickle can lead to  # fmt: skip
        raise BadWeights(f"{path.name} is damaged, cut off, or no file of weights") from error
    if not found:
        raise BadWeights(f"{path.name} holds no weights")
    return found


def _zipped(file: BinaryIO) -> dict[str, object]:
    with zipfile.ZipFile(file) as archive:
        name = next(name for name in [*archive.namelist(), "data.pkl"] if name.endswith("data.pkl"))
        if archive.getinfo(name).file_size > _LARGEST:
            raise ValueError(name)
        return _Reader(io.BytesIO(archive.read(name))).load()


def _plain(file: BinaryIO) -> dict[str, object]:
    file.seek(0)
    if _Reader(file).load() != _MAGIC:
        raise ValueError("no file of weights")
    for _ in range(2):  # the format's version, and the sizes of numbers where it was written
        _Reader(file).load()
    reader = _Reader(file)
    content = reader.load()
    _Reader(file).load()  # the names of the storages, after which the numbers follow
    begin = file.tell()
    if file.seek(0, io.SEEK_END) - begin < sum(8 + size for size in reader.storages.values()):  # each after its length
        raise EOFError
    return content
