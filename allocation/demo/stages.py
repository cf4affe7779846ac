"""The story of the demo, stage by stage, as people at the bureau, in regions and on the board did.

Dates and decisions follow the Toewijzingsprotocol 2027 and BOLS26-0104 d.d. 02-04-2026: the error
in the region assignment, found on 30 March 2026, and the rectification of 2 April.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.demo import stages_decisions, stages_input
from allocation.demo.stages_story import Story

__all__ = ["FOUND", "STAGES", "Stage", "Story", "names_of_stages"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A point at which the demo can start: its name, how things stand then, and the way to it."""

    name: str
    title: Promise
    tell: Callable[[Story], None]


STAGES: tuple[Stage, ...] = (
    Stage(
        "opened", _("The cycle is open and everybody has their role"), stages_input.open_the_cycle
    ),
    Stage(
        "check",
        _("The region assignment is with those who check it"),
        stages_input.send_the_assignment_round,
    ),
    Stage(
        "assignment",
        _("The region assignment is checked and established"),
        stages_decisions.establish_the_assignment,
    ),
    Stage("intake", _("The national intake is in"), stages_input.record_the_intake),
    Stage("usage", _("Care usage is read and accepted"), stages_input.bring_in_care_usage),
    Stage("calculated", _("The base distribution is calculated"), stages_input.calculate),
    Stage(
        "framework",
        _("The board has established the framework"),
        stages_decisions.adopt_the_framework,
    ),
    Stage("corrected", _("An error is found and corrected"), stages_decisions.find_the_error),
    Stage(
        "rectification",
        _("The rectification lies before the board"),
        stages_decisions.put_the_rectification,
    ),
    Stage(
        "adopted",
        _("The framework is rectified: the published table"),
        stages_decisions.adopt_the_rectification,
    ),
)
FOUND = "corrected"  # the stage in which the error comes to light


def names_of_stages() -> list[str]:
    """The stages in the order of the story."""
    return [stage.name for stage in STAGES]
