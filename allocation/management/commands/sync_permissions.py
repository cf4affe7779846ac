"""`manage.py sync_permissions [--check]`: do the permissions follow from the memberships?"""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from allocation.services.rights import Grant, describe, difference, sync_rights


class Command(BaseCommand):
    """Derives all object permissions anew; with --check it only names what differs."""

    help = "Makes the object permissions follow from the memberships of today."

    def add_arguments(self, parser: CommandParser) -> None:
        """--check changes nothing."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; exit with 1 and name every difference",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Names every right that is missing or that nothing stands behind."""
        today = timezone.localdate()
        check = bool(options["check"])
        found = difference(day=today) if check else sync_rights(day=today)
        self._name("missing" if check else "added", found.missing)
        self._name("surplus" if check else "removed", found.surplus)
        if not found:
            self.stdout.write("The permissions follow from the memberships.")
        elif check:
            count = len(found.missing) + len(found.surplus)
            raise CommandError(f"{count} differences. To mend them: manage.py sync_permissions")

    def _name(self, word: str, grants: Iterable[Grant]) -> None:
        for line in describe(grants):
            self.stdout.write(f"{word}: {line}")
