"""Protocols as dated files: one file a protocol, every value with its source.

`load("2027")` reads a file of this folder; `from_json` what a cycle stored of it. No Django here.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from allocation.protocols.reading import ProtocolError, read
from allocation.protocols.rules import Protocol

__all__ = ["Protocol", "ProtocolError", "available", "from_json", "load"]

_FOLDER = Path(__file__).parent
_read = lru_cache(maxsize=16)(read)


def available() -> list[str]:
    """The keys of the protocol files, the newest first."""
    return sorted((path.stem for path in _FOLDER.glob("*.toml")), reverse=True)


def load(key: str) -> Protocol:
    """The protocol of this key, such as "2027".

    Raises KeyError for an unknown key and ProtocolError for a file with faults.
    """
    if key not in available():
        raise KeyError(key)
    return _read((_FOLDER / f"{key}.toml").read_bytes().decode())


def from_json(stored: Mapping[str, Any]) -> Protocol:
    """The protocol that a cycle stored with `Protocol.to_json`."""
    return _read(stored["text"])
