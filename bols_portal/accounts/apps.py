"""Accounts: who a person is and how they sign in. Knows no other app but the audit trail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The portal's users."""

    name = "bols_portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Records sign-in and passwords, of which libraries tell by signals only."""
        from bols_portal.accounts import events

        events.connect()
