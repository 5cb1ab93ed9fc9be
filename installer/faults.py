"""Turns what pip and the system say into one plain sentence with the next step."""

from __future__ import annotations

import re


class SetupError(Exception):
    """The set-up cannot go on. The message is one sentence for the user.

    `network`: only a server was missing or a download broke; `unavailable`: there is no such build.
    """

    def __init__(self, sentence: str, *, network: bool = False, unavailable: bool = False) -> None:
        super().__init__(sentence)
        self.network = network
        self.unavailable = unavailable


DISK_FULL = (
    "The disk is full: free some space (about 3 GB, or 10 GB with an NVIDIA GPU) and run the same command again."
)
NO_NETWORK = (
    "The download server cannot be reached: check the network connection or the proxy settings, "
    "and run the same command again."
)
# In this order: a missing network also makes pip say that it found no matching distribution.
_CAUSES = [
    (r"No space left on device|\[Errno 28\]|not enough space on the disk|Disk quota exceeded", DISK_FULL, ""),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError|SSLError",
        "The certificate of the download server was not accepted: if your network checks encrypted traffic, let "
        "PIP_CERT name its certificate file and run the same command again.",
        "network",
    ),
    (
        r"NewConnectionError|NameResolutionError|Temporary failure in name resolution|Name or service not known"
        r"|getaddrinfo failed|ConnectTimeoutError|ReadTimeoutError|Read timed out|Network is unreachable"
        r"|Connection refused|Connection reset|ProxyError|Connection aborted|RemoteDisconnected|No route to host",
        NO_NETWORK,
        "network",
    ),
    (
        r"DO NOT MATCH THE HASHES|IncompleteRead|BadZipFile|is not a valid wheel|File is not a zip file",
        "A download arrived damaged: run the same command again to fetch it anew.",
        "network",
    ),
    (
        r"Permission denied|\[Errno 13\]|WinError 5|Read-only file system",
        "A file could not be written: check that you own this folder and that nothing in it is write-protected.",
        "",
    ),
]
_NO_BUILD = re.compile(r"No matching distribution found for ([^\s;(]+)")


def explain(output: str, returncode: int) -> SetupError:
    """The sentence for a pip run that ended with `returncode` after printing `output`."""
    for pattern, sentence, kind in _CAUSES:
        if re.search(pattern, output, re.IGNORECASE):
            return SetupError(sentence, network=kind == "network")
    if found := _NO_BUILD.search(output):
        return SetupError(
            f"There is no build of {found[1]} for this system and this Python: use 64-bit Python 3.11, 3.12 or 3.13.",
            unavailable=True,
        )
    if returncode < 0:
        return SetupError(
            f"The installation was ended from outside (signal {-returncode}): run the same command again."
        )
    last = [line for line in output.splitlines() if line.startswith("ERROR:")]
    said = f' with "{last[-1].removeprefix("ERROR:").strip()[:160]}"' if last else ""
    return SetupError(f"The installation stopped{said}: run the same command again.")
