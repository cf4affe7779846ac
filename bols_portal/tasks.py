"""Tasks of the portal itself."""

from celery import shared_task
from django.core.cache import cache

PING_KEPT = 60  # seconds


@shared_task
def ping(token: str) -> None:
    """Show that a task sent now is carried out: the token appears in the cache, for a minute."""
    cache.set(ping_key(token), "pong", PING_KEPT)


def ping_key(token: str) -> str:
    """Return the key in the cache under which the answer to a ping stands."""
    return f"ping:{token}"
