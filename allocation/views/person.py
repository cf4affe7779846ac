"""The person behind a request."""

from typing import cast

from django.http import HttpRequest

from bols_portal.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """Who is signed in. LoginRequiredMiddleware lets nobody else come as far as a view."""
    return cast("User", request.user)
