"""Reading the meetings of FMS with the associations (Raad Opleiding)."""

from dataclasses import dataclass

from allocation.models import Association, Cycle
from consultation.models import CouncilMeeting


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting with the associations that were there, by name."""

    meeting: CouncilMeeting
    present: tuple[str, ...]


def meetings_of(cycle: Cycle) -> list[MeetingLine]:
    """All meetings of a cycle, the latest first; two queries. Who may read is for the caller."""
    names = dict(Association.objects.values_list("code", "name"))
    meetings = CouncilMeeting.objects.filter(cycle=cycle).select_related("recorded_by")
    return [
        MeetingLine(one, tuple(names.get(code, code) for code in one.present))
        for one in meetings.order_by("-held_on", "-number")
    ]


def has_met(cycle: Cycle) -> bool:
    """Whether a meeting was recorded. Toewijzingsprotocol 2027, fase II 1.3."""
    return CouncilMeeting.objects.filter(cycle=cycle).exists()


def meeting_of(cycle: Cycle, number: int) -> CouncilMeeting | None:
    """The meeting of this number."""
    return CouncilMeeting.objects.filter(cycle=cycle, number=number).first()


def associations_to_tick() -> list[tuple[str, str]]:
    """Every association as (code, name), by name."""
    return list(Association.objects.order_by("name").values_list("code", "name"))
