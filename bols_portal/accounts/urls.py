"""Addresses of sign-in. Of allauth's pages only those that the portal uses are there.

Sign-up, e-mail management and codes by mail have no address at all: the bureau invites people.
"""

from allauth.account import views as allauth
from django.conf import settings
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bols_portal.accounts import views

_form = require_http_methods(["GET", "HEAD", "POST"])
_page = require_safe

urlpatterns: list[URLPattern | URLResolver] = [
    path("inloggen/", _form(views.sign_in), name="account_login"),
    path("uitloggen/", require_POST(allauth.logout), name="account_logout"),
    path("inloggen/gesloten/", _page(allauth.account_inactive), name="account_inactive"),
    path("wachtwoord/", _form(allauth.password_change), name="account_change_password"),
    path("wachtwoord/kiezen/", _form(allauth.password_set), name="account_set_password"),
    path("wachtwoord/vergeten/", _form(allauth.password_reset), name="account_reset_password"),
    path(
        "wachtwoord/vergeten/verstuurd/",
        _page(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "wachtwoord/nieuw/klaar/",
        _page(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(  # both parts can hold a hyphen: the first one divides
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        _form(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("uitnodiging/", views.accept_invitation, name="accept_invitation"),
    path("uitnodiging/<str:token>/", views.open_invitation, name="open_invitation"),
    path("taal/", views.set_language, name="set_language"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/inloggen/", views.demo_sign_in, name="demo_sign_in"))
