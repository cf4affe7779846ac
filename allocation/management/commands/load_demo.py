"""Loads the demo cycle Toewijzing 2027; does nothing when there is a cycle already."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from allocation.demo.files import FOLDER, write_files
from allocation.demo.loader import CHAPTERS, load
from allocation.selectors.cycles import years_in_use


class Command(BaseCommand):
    """`manage.py load_demo --until=adopted`."""

    help = "Loads the demo cycle through the portal's own services."

    def add_arguments(self, parser: CommandParser) -> None:
        """How far the story goes."""
        chapters = list(CHAPTERS)
        parser.add_argument(
            "--until",
            choices=chapters,
            default=settings.DEMO_UNTIL,
            help="stop after this chapter of the story (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads the cycle once, and writes the files to practise with."""
        if not settings.DEMO:
            raise CommandError("The demo is loaded in demo mode alone (BOLS_DEMO=1).")
        write_files(Path(settings.VAR) / FOLDER)
        if years_in_use():
            return
        self.stdout.write("==> Loading the demo cycle Toewijzing 2027")
        load(options["until"], lambda text: self.stdout.write(f"    {text}"))
