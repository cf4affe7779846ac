"""Where a change came from: the address of the request being served, if any."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Origin:
    """The network address of a request; None in a task or a command."""

    address: str | None = None


_origin: ContextVar[Origin | None] = ContextVar("audit_origin", default=None)


def current_origin() -> Origin:
    """The origin of what is being done now."""
    return _origin.get() or Origin()


@contextmanager
def origin(address: str | None) -> Iterator[None]:
    """Everything recorded inside comes from this address."""
    token = _origin.set(Origin(address))
    try:
        yield
    finally:
        _origin.reset(token)


def client_address(request: HttpRequest) -> str | None:
    """The address of the browser; the one answer for the audit trail and for lock-outs.

    Anybody can write X-Forwarded-For, so it counts only as far as our own proxies wrote it: with
    PROXY_COUNT=n the nth address from the right, and without proxies not at all.
    """
    found = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXY_COUNT:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(chain) >= settings.PROXY_COUNT and chain[-settings.PROXY_COUNT]:
            found = chain[-settings.PROXY_COUNT]
    try:
        return str(ip_address(found))
    except ValueError:
        return None
