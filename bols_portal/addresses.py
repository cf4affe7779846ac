"""Addresses that cannot be ours."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


class AddressMiddleware:
    """Says that there is no such page where an address holds a NUL sign.

    PostgreSQL refuses that sign in every text, so a search for it would fail instead of finding
    nothing; and no page of the portal has it in its address.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Asks the page, or raises Http404."""
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return self.get_response(request)
