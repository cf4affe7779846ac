"""How allauth behaves here: nobody signs up by themselves, mail is plain text of our own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bols_portal.accounts.models import User
from bols_portal.audit.context import client_address

CHANGED = {"account/messages/password_changed.txt", "account/messages/password_set.txt"}


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation of the bureau alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This e-mail address and password do not go together. Check both and try again."
        ),
        "enter_current_password": _("This is not your current password."),
        "too_many_login_attempts": _("Too many attempts. Wait a while and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that lock-outs and the audit trail use too."""
        return client_address(request) or "unknown"

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str = "",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Only that a password was changed: what else happened, the next page shows by itself."""
        if message_template in CHANGED:
            messages.success(request, _("Your password has been changed."))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to work."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The link to choose a new password, in the language of the person."""
        with translation.override(user.language):
            super().send_password_reset_mail(user, email, context)

    def format_email_subject(self, subject: str) -> str:
        """The subject as the template writes it."""
        return subject.strip()
