"""A Hugging Face Hub of our own on this computer: real HTTP, with the faults that a test asks for."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "c0ffee" * 6 + "beef"


class Hub(ThreadingHTTPServer):
    """Files by repository and name. Answers what the Hub's library asks for; large files are given as LFS."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, dict[str, bytes]] = {}
        self.told_sums: dict[str, str] = {}  # checksums that are told instead of the true ones
        self.breaks: list[int] = []  # the next answers with content end after so many bytes
        self.hold_at = 0  # bytes of an answer after which it waits, where that is not 0
        self.let_go = threading.Event()
        self.gated: set[str] = set()
        self.requests: list[str] = []
        self.asked: list[tuple[str, str]] = []  # name of a file, Range

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def add(self, repository: str, folder: Path) -> None:
        """Offer what lies in `folder`."""
        held = self.files.setdefault(repository, {})
        for path in folder.rglob("*"):
            if path.is_file():
                held[path.relative_to(folder).as_posix()] = path.read_bytes()

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # who asked may be gone by now
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType]


class _Handler(BaseHTTPRequestHandler):
    server: Any  # a Hub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append(path)
        if path.startswith("/api/models/"):
            self._info(path.removeprefix("/api/models/"))
            return
        repository, _, rest = path[1:].partition("/resolve/")
        name = rest.partition("/")[2]
        content = self.server.files.get(repository, {}).get(name)
        if content is None:
            self._answer(404, b"", {})
        else:
            self._content(name, content)

    def _info(self, repository: str) -> None:
        if repository in self.server.gated:
            self._answer(403, b"{}", {"X-Error-Code": "GatedRepo"})
        elif repository not in self.server.files:
            self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})
        else:
            files = self.server.files[repository]
            siblings = [self._sibling(name, content) for name, content in files.items()]
            said = {"id": repository, "modelId": repository, "sha": COMMIT, "siblings": siblings}
            self._answer(200, json.dumps(said).encode(), {"Content-Type": "application/json"})

    def _sibling(self, name: str, content: bytes) -> dict[str, object]:
        git = hashlib.sha1(f"blob {len(content)}\0".encode() + content, usedforsecurity=False).hexdigest()
        said: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": git}
        if not name.endswith((".json", ".txt", "LICENSE")):
            sha256 = self.server.told_sums.get(name) or hashlib.sha256(content).hexdigest()
            said["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 130}
        return said

    def _content(self, name: str, content: bytes) -> None:
        wanted = self.headers.get("Range", "")
        self.server.asked.append((name, wanted))
        start = int(wanted.removeprefix("bytes=").rstrip("-") or 0)
        body = content[start:]
        headers = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if start else {}
        most = self.server.breaks.pop(0) if self.server.breaks else len(body)
        self._answer(206 if start else 200, body, headers, most)
        if most < len(body):
            self.close_connection = True
            self.connection.close()

    def _answer(self, code: int, body: bytes, headers: dict[str, str], most: int | None = None) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        body = body[:most]
        if 0 < self.server.hold_at < len(body):
            self.wfile.write(body[: self.server.hold_at])
            self.server.let_go.wait()
            body = body[self.server.hold_at :]
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Hub]:
    """A Hub that answers inside of this."""
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()
