"""Health checks for whoever runs the portal: is it alive, and can it do its work.

Neither says more than "ok" or "unavailable": the reasons stand in the log.
"""

import logging
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bols_portal.celery import app
from bols_portal.prepare import pending_migrations

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer whether database, tables and task queue are there; 503 when one isn't."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _database,
        "migrations": _migrations,
        "tasks": _tasks,
    }
    state = {name: "ok" if _holds(name, check) else "unavailable" for name, check in checks.items()}
    ready = set(state.values()) == {"ok"}
    return JsonResponse(state, status=200 if ready else 503)


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        # Whatever the reason, the answer is the same; the log keeps the difference.
        logger.exception("Health check %s failed", name)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    return not pending_migrations()


def _tasks() -> bool:
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
    return True
