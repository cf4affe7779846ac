"""Sign-in and passwords in the audit trail.

Everywhere else a service records what it does. These few things are done by libraries (Django,
allauth, axes) that tell of them with signals only, so here, and nowhere else, signals write.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.account import signals as allauth
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import signals as auth
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from bols_portal.accounts.models import User
from bols_portal.audit.context import current_origin
from bols_portal.audit.models import Event
from bols_portal.audit.services import record

UNKNOWN = "unknown address"


def write(
    action: str, *, user: User | None, at: datetime | None = None, label: str = "", **data: Any
) -> Event:
    """An event of a person's own account, with the roles that the provider in the settings tells.

    Without a user the actor is nobody that the portal knows.
    """
    roles = import_string(settings.ROLES_PROVIDER)(user) if user else []
    return record(
        action=action,
        actor=user,
        actor_name=str(user) if user else "",
        at=at or timezone.now(),
        roles=[{"role": held.role, "on": held.on} for held in roles],
        subject=user,
        label=label,
        data=data,
    )


def _known(tried: str) -> User | None:
    return User.objects.filter(email__iexact=tried.strip()).first() if tried else None


def _tried(credentials: dict[str, Any] | None) -> str:
    credentials = credentials or {}
    return str(credentials.get("email") or credentials.get("username") or "")


def _label(user: User | None) -> str:
    """Whose account was tried. What isn't an account here can be a password in the wrong field."""
    return user.email if user else UNKNOWN


def _signed_in(sender: Any, user: User, request: HttpRequest, **_kwargs: Any) -> None:
    write("session.signed_in", user=user)


def _signed_out(sender: Any, user: User | None, request: HttpRequest, **_kwargs: Any) -> None:
    if user is not None:
        write("session.signed_out", user=user)


def _failed(
    sender: Any,
    credentials: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
    **_kwargs: Any,
) -> None:
    if getattr(request, "axes_locked_out", False):
        return  # told by _locked_out
    known = _known(_tried(credentials))
    write("session.failed", user=None, label=_label(known), account=known.pk if known else None)


def _locked_out(sender: Any, username: str | None = None, **_kwargs: Any) -> None:
    """Once for each lock-out, however often somebody keeps trying."""
    known, now = _known(username or ""), timezone.now()
    since = now - timedelta(hours=settings.AXES_COOLOFF_TIME)
    told = Event.objects.filter(
        action="session.locked_out",
        at__gt=since,
        address=current_origin().address,
        object_label=_label(known),
    )
    if not told.exists():
        write(
            "session.locked_out",
            user=None,
            at=now,
            label=_label(known),
            account=known.pk if known else None,
            failures=settings.AXES_FAILURE_LIMIT,
        )


def _password_changed(sender: Any, user: User, **_kwargs: Any) -> None:
    write("password.changed", user=user)


def _password_reset(sender: Any, user: User, **_kwargs: Any) -> None:
    write("password.reset", user=user)


def connect() -> None:
    """Listens to the libraries; called once, when the app is ready."""
    auth.user_logged_in.connect(_signed_in, dispatch_uid="audit_signed_in")
    auth.user_logged_out.connect(_signed_out, dispatch_uid="audit_signed_out")
    auth.user_login_failed.connect(_failed, dispatch_uid="audit_failed")
    user_locked_out.connect(_locked_out, dispatch_uid="audit_locked_out")
    allauth.password_changed.connect(_password_changed, dispatch_uid="audit_password_changed")
    allauth.password_set.connect(_password_changed, dispatch_uid="audit_password_set")
    allauth.password_reset.connect(_password_reset, dispatch_uid="audit_password_reset")
