"""Which login a failed attempt counts against, and what a locked-out person reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str | None:
    """The e-mail address that was tried; axes itself only looks for a field `username`."""
    tried = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not tried and request is not None:
        tried = request.POST.get("login", "")
    return str(tried).strip().lower() or None


def locked_out(
    request: HttpRequest, original: HttpResponse | None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """The page after too many failures: what happened, how long it lasts, what one can do."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    context = {"minutes": minutes, "failures": settings.AXES_FAILURE_LIMIT}
    response = render(request, "account/locked_out.html", context, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response
