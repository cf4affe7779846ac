"""`manage.py demo [--phase=N | --until=STAGE] [--reset]`: the demo cycle, in an empty database."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from allocation.demo.files import FOLDER, write_files
from allocation.demo.loader import already_loaded, load
from allocation.demo.stages import names_of_stages, starts_of_phases
from bols_portal.demo_reset import reset
from bols_portal.prepare import migrate
from bols_portal.serve import CannotStart


class Command(BaseCommand):
    """Loads Toewijzing 2027 through the same services as a user's clicks."""

    help = "Loads the demo cycle Toewijzing 2027, and writes its files to practise with."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the story stops, and what to do with data that is there."""
        end = parser.add_mutually_exclusive_group()
        end.add_argument(
            "--phase",
            type=int,
            choices=sorted(starts_of_phases()),
            help="stop where this phase begins: nothing of it has been done",
        )
        end.add_argument(
            "--until",
            choices=names_of_stages(),
            help=f"stop at this stage of the story (default: {settings.DEMO_UNTIL})",
        )
        parser.add_argument(
            "--reset", action="store_true", help="throw the demo data away first, after asking"
        )
        parser.add_argument(
            "--no-input", action="store_true", help="with --reset: throw away without asking"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a cycle already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads into an empty database. Refused outside demo mode, and over a cycle."""
        if not settings.DEMO:
            raise CommandError("The demo is loaded in demo mode only. Set BOLS_DEMO=1.")
        until = _stage(options)
        folder = Path(settings.VAR) / FOLDER
        if options["reset"]:
            self._reset(ask=not options["no_input"])
        if already_loaded() and not options["if_empty"]:
            raise CommandError("There is a cycle already. With --reset it is thrown away first.")
        begun = time.perf_counter()
        write_files(folder)
        if already_loaded():
            return  # quietly: it is so at every start but the first
        self.stdout.write("==> Loading the demo cycle Toewijzing 2027")
        load(until, self._say)
        seconds = time.perf_counter() - begun
        self.stdout.write(f"    Loaded in {seconds:.0f} seconds. Files to practise with: {folder}")

    def _reset(self, *, ask: bool) -> None:
        """Throws the demo data away and makes the empty tables anew."""
        if ask:
            self.stdout.write(f"All data of the demo in {settings.VAR} will be thrown away.")
            if input("Type 'yes' to go on: ").strip() != "yes":
                raise CommandError("Nothing was removed.")
        connections.close_all()  # the file that is removed must not be held open
        try:
            reset(Path(settings.VAR))
        except CannotStart as reason:
            raise CommandError(f"Nothing was removed. {reason}") from None
        for name, folder in settings.CELERY_BROKER_TRANSPORT_OPTIONS.items():
            if "folder" in name:  # of the queue, which the settings made when this began
                Path(str(folder)).mkdir(parents=True, exist_ok=True)
        migrate()

    def _say(self, text: str) -> None:
        self.stdout.write(f"    {text}")


def _stage(options: dict[str, Any]) -> str:
    """The stage that was asked for; it comes from a variable as well, which nobody checked."""
    starts = starts_of_phases()
    if options["phase"] is not None:
        if options["phase"] not in starts:
            phases = ", ".join(map(str, sorted(starts)))
            raise CommandError(f"The demo can't start at that phase. Phases: {phases}.")
        return starts[options["phase"]]
    until: str = options["until"] or settings.DEMO_UNTIL
    if until not in names_of_stages():
        stages = ", ".join(names_of_stages())
        raise CommandError(f"There is no stage {until!r}. Stages: {stages}.")
    return until
