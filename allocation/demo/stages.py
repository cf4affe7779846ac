"""The story of the demo, stage by stage, as people at the bureau, in regions and on the board did.

Phase I is told here; apps of later phases register their stages when the portal starts.
Dates and decisions follow the Toewijzingsprotocol 2027 and BOLS26-0104 d.d. 02-04-2026: the error
in the region assignment, found on 30 March 2026, and the rectification of 2 April.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.demo import stages_decisions, stages_input
from allocation.demo.stages_story import Story

__all__ = [
    "FOUND",
    "Stage",
    "Story",
    "names_of_stages",
    "register",
    "stages",
    "starts_of_phases",
    "way_to",
]


@dataclass(frozen=True, slots=True)
class Stage:
    """A point at which the demo can start: its name, how things stand then, and the way to it.

    `phase`: the phase it is part of. `begins`: the phase that begins here as the protocol means it.
    """

    name: str
    title: Promise
    tell: Callable[[Story], None]
    phase: int = 1
    begins: int | None = None


_STAGES: list[Stage] = [
    Stage(
        "opened",
        _("The cycle is open and everybody has their role"),
        stages_input.open_the_cycle,
        begins=1,
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
        begins=2,
    ),
]
FOUND = "corrected"  # the stage in which the error comes to light


def register(more: Sequence[Stage], *, after: str) -> None:
    """Puts stages of a later phase in the story, after a stage. What is there already stays once.

    Raises ValueError when the story has no stage `after`.
    """
    names = names_of_stages()
    place = names.index(after) + 1
    _STAGES[place:place] = [stage for stage in more if stage.name not in names]


def stages() -> tuple[Stage, ...]:
    """The whole story, in order."""
    return tuple(_STAGES)


def way_to(name: str) -> list[Stage]:
    """The stages that are told to arrive at one, that one included.

    What later phases did in the meantime is left out: a story that ends in phase I holds nothing
    of phase II. Raises ValueError for a stage that isn't there.
    """
    told = _STAGES[: names_of_stages().index(name) + 1]
    return [stage for stage in told if stage.phase <= told[-1].phase]


def names_of_stages() -> list[str]:
    """The stages in the order of the story."""
    return [stage.name for stage in _STAGES]


def starts_of_phases() -> dict[int, str]:
    """The stage at which each phase begins, for as far as the story goes."""
    return {stage.begins: stage.name for stage in _STAGES if stage.begins}
