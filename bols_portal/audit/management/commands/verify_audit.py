"""`manage.py verify_audit`: is the audit trail whole?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bols_portal.audit.selectors import verify


class Command(BaseCommand):
    """Checks every link of the chain; exit code 1 and the first broken one when it isn't whole."""

    help = "Checks the audit trail link by link; names the first broken link."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many events there are and the hash of the last, to compare with a copy."""
        state = verify()
        if state.broken is not None:
            raise CommandError(
                f"The chain is broken at event {state.broken.sequence} "
                f"({state.broken.difference}): {state.broken.detail}."
            )
        self.stdout.write(f"{state.count} events, the chain is whole. Last hash: {state.head}")
