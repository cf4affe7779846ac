"""Every named route of the portal and the methods that it answers to."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http.response import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

ASKED = ("GET", "POST", "PUT", "PATCH", "DELETE")


def named_routes() -> dict[str, Callable[..., HttpResponse]]:
    """The view behind each name; a route without a name is shown by its pattern."""
    return dict(_walk(get_resolver().url_patterns))


def _walk(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns)
        else:
            yield pattern.name or f"(unnamed: {pattern.pattern})", pattern.callback


def methods_of(name: str, view: Callable[..., HttpResponse]) -> set[str]:
    """The methods a route answers to, HEAD and OPTIONS left out.

    Raises LookupError when the view doesn't say: decorate it with require_http_methods.
    """
    declared: set[str] | None = None
    current: Any = view
    while current is not None:
        listed = _listed(current)
        if listed is not None:
            declared = listed if declared is None else declared & listed
        current = getattr(current, "__wrapped__", None)
    if declared is None and (view_class := getattr(view, "view_class", None)):
        declared = {m.upper() for m in view_class.http_method_names if hasattr(view_class, m)}
    if declared is None:
        raise LookupError(f"{name}: say which methods it answers to (require_http_methods)")
    return declared & set(ASKED)


def _listed(function: Any) -> set[str] | None:
    """The list that Django's require_http_methods keeps in its closure."""
    if not inspect.isfunction(function) or not function.__closure__:
        return None
    listed = inspect.getclosurevars(function).nonlocals.get("request_method_list")
    return None if listed is None else set(listed)
