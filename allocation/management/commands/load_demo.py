"""`manage.py load_demo [--until=STAGE]`: the demo cycle, in an empty database."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from allocation.demo.files import FOLDER, write_files
from allocation.demo.loader import already_loaded, load
from allocation.demo.stages import names_of_stages


class Command(BaseCommand):
    """Loads Toewijzing 2027 through the same services as a user's clicks."""

    help = "Loads the demo cycle Toewijzing 2027 into an empty database, and writes its files."

    def add_arguments(self, parser: CommandParser) -> None:
        """--until stops the story earlier."""
        parser.add_argument(
            "--until",
            choices=names_of_stages(),
            default=settings.DEMO_UNTIL,
            help="the stage at which the story stops (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads, unless there is a cycle already. Refused outside demo mode."""
        if not settings.DEMO:
            raise CommandError("The demo is loaded in demo mode only. Set BOLS_DEMO=1.")
        if options["until"] not in names_of_stages():
            stages = ", ".join(names_of_stages())
            raise CommandError(f"There is no stage {options['until']!r}. Stages: {stages}.")
        begun = time.perf_counter()
        folder = Path(settings.VAR) / FOLDER
        write_files(folder)
        if already_loaded():
            return  # quietly: it is so at every start but the first
        self.stdout.write("==> Loading the demo cycle Toewijzing 2027")
        load(options["until"], self._say)
        seconds = time.perf_counter() - begun
        self.stdout.write(f"    Loaded in {seconds:.0f} seconds. Files to practise with: {folder}")

    def _say(self, text: str) -> None:
        self.stdout.write(f"    {text}")
