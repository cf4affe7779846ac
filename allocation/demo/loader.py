"""Loads the demo cycle Toewijzing 2027, through the same services as a user's clicks.

The story stands in `stages.py`; here it is told, from the beginning to the stage that was asked
for, in one transaction: the demo is there or it isn't.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import ngettext

from allocation.demo.agenda import bring_to_today
from allocation.demo.files import demo_files
from allocation.demo.stages import FOUND, Story, names_of_stages, way_to
from allocation.models import Cycle
from allocation.services.rights import sync_rights

LANGUAGE = "nl"  # of what the bureau writes


def already_loaded() -> bool:
    """Whether there is a cycle: then nothing is loaded."""
    return Cycle.objects.exists()


def load(until: str, say: Callable[[str], None], *, mistaken: bool = True) -> Cycle:
    """Tells the story up to and including a stage; returns the cycle.

    `say` hears of each stage. Without `mistaken` the region assignment is right from the start;
    then the story ends where the error would be found. Raises ValueError for another stage.
    """
    names = names_of_stages()
    if until not in (names if mistaken else names[: names.index(FOUND)]):
        raise ValueError(f"the story has no stage {until!r}")
    story = Story(files=demo_files(), mistaken=mistaken)
    with transaction.atomic(), translation.override(LANGUAGE):
        for stage in way_to(until):
            say(str(stage.title))
            stage.tell(story)
        if stage.phase > 1 and (weeks := bring_to_today(story, now=timezone.now())):
            say(
                ngettext(
                    "The terms to come move up by %(weeks)s week",
                    "The terms to come move up by %(weeks)s weeks",
                    weeks,
                )
                % {"weeks": weeks}
            )
        # Rights as they are today, whatever the day on which the story stopped.
        sync_rights(day=timezone.localdate())
    return story.cycle
