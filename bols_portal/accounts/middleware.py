"""In which language a page is read: Dutch, unless somebody chose otherwise."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Dutch for everybody who did not choose; what the browser asks for is no choice.

    The field works in Dutch, and many browsers on its networks are set to English.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Reads the choice from the cookie that the language switch sets."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES)
        translation.activate(chosen if known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class UserLanguageMiddleware:
    """Who is signed in reads their own language, on every machine; the cookie follows.

    Stands after ChosenLanguageMiddleware, which chooses for everybody else by that cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serves the request in the person's language."""
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        # Also after signing in: the page that follows is the first in their language.
        user = request.user
        if (
            user.is_authenticated
            and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != user.language
        ):
            remember_language(response, user.language)
        return response


def remember_language(response: HttpResponseBase, language: str) -> None:
    """Keeps the language in a cookie, for the pages before signing in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
