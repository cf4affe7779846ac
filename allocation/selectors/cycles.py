"""Reading cycles: which ones a person takes part in, their protocol and their phases."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from allocation import protocols
from allocation.models import Cycle, Phase
from allocation.protocols import Protocol
from allocation.roles import Right
from allocation.selectors.rights import held_with
from bols_portal.accounts.models import User


def cycles_visible_to(user: User | AnonymousUser) -> QuerySet[Cycle]:
    """The cycles in which the person takes part, the newest first."""
    return held_with(user, Right.READ_CYCLE, Cycle).order_by("-year")


def get_cycle(user: User | AnonymousUser, year: int) -> Cycle:
    """The cycle of this year; Http404 when there is none or the person takes no part in it."""
    cycle = cycles_visible_to(user).filter(year=year).first()
    if cycle is None:
        raise Http404
    return cycle


def protocol_of(cycle: Cycle) -> Protocol:
    """The rule set as it was when the cycle was opened."""
    return protocols.from_json(cycle.protocol)


def phases_of(cycle: Cycle) -> list[Phase]:
    """The six phases in order."""
    return list(cycle.phases.order_by("number"))


def years_in_use() -> set[int]:
    """The years for which a cycle was opened."""
    return set(Cycle.objects.values_list("year", flat=True))


@dataclass(frozen=True, slots=True)
class CycleOnPage:
    """The cycle that a page is about, its phases, and the years one can switch to."""

    cycle: Cycle
    phases: tuple[Phase, ...]
    visible: tuple[Cycle, ...]


def cycle_on_page(user: User | AnonymousUser, year: int | None) -> CycleOnPage | None:
    """The cycle of this year if the person sees it, else the newest one (two queries)."""
    visible = tuple(cycles_visible_to(user))
    if not visible:
        return None
    cycle = next((one for one in visible if one.year == year), visible[0])
    return CycleOnPage(cycle, tuple(phases_of(cycle)), visible)
