"""`manage.py invite_first_employee EMAIL NAME`: the first person of a new portal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from allocation.errors import Refused
from allocation.services.people import add_first_employee


class Command(BaseCommand):
    """Everybody after the first bureau employee is invited on a page; the first one here."""

    help = "Invites the first bureau employee of a new portal by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who it is."""
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Puts the invitation in the outbox; refused when somebody can invite already."""
        try:
            user = add_first_employee(
                name=options["name"], email=options["email"], now=timezone.now()
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"The invitation for {user.email} is in the outbox.")
