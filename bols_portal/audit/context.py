"""Where a change came from: the address of the request being served, if any."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


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
