"""What a refusal looks like: which rule, where it stands, what one can do.

A view lets a service's refusal through; this middleware makes the page. Forms that keep what was
typed catch the refusal themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale

FORBIDDEN = 403
CONFLICT = 409


@contextmanager
def told_on(form: BaseForm) -> Iterator[None]:
    """Shows a service's refusal on the form, so that what was typed stays.

    Who may not do it at all gets the page of the middleware: nothing on the form would help.
    """
    try:
        yield
    except NotPermitted:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal.message))


class RefusalMiddleware:
    """Turns an uncaught refusal into its page: 403 for who, 409 for when and what."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serves the request; refusals come by process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal; anything else stays an error."""
        if not isinstance(exception, Refused):
            return None
        response = render(
            request,
            f"allocation/refusals/{_page(exception)}.html",
            {
                "refusal": exception,
                "faults": exception.faults if isinstance(exception, FaultyInput) else (),
                "opens_at": exception.opens_at if isinstance(exception, NotNow) else None,
            },
            status=FORBIDDEN if isinstance(exception, NotPermitted) else CONFLICT,
        )
        add_never_cache_headers(response)
        return response


def _page(exception: Refused) -> str:
    if isinstance(exception, NotPermitted):
        return "not_permitted"
    if isinstance(exception, NotNow):
        return "not_now"
    return "stale" if isinstance(exception, Stale) else "refused"
