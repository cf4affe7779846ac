"""Tells the audit trail from which address a request comes."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bols_portal.audit.context import client_address, origin


class OriginMiddleware:
    """Everything recorded while a request is served comes from the address of its browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serves the request inside its origin."""
        with origin(client_address(request)):
            return self.get_response(request)
