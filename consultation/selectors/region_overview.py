"""The start page of a region: where it stands, what is missing, and the one next step."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from allocation.models import Cycle, Region
from allocation.roles import Right
from allocation.selectors.deadlines import DeadlineMoment, deadline_moment
from allocation.selectors.institution_tables import institution_table
from allocation.selectors.rights import Person, has_right
from consultation.enums import RegionStatus
from consultation.models import BoardMeeting, RegionLeave, RegionProposal
from consultation.selectors.divisions import Grid, faults_of, grid_of, places_of_grid
from consultation.selectors.phase import phase_3_is_open
from consultation.selectors.region_lacking import Lack, lacking_in
from consultation.selectors.region_lines import Line, LineState, lines_of
from consultation.selectors.region_proposals import (
    DEADLINE,
    board_meetings_of,
    closes_for,
    leave_of,
    too_late_text,
    versions_of,
)
from consultation.selectors.signing import SheetState, state_of

MEDIATION = "mediation"
Where = list[int | str]  # what the addresses of a region need: year and key


@dataclass(frozen=True, slots=True)
class Step:
    """What the coordinator does now: in words, why, and the button (none: only wait)."""

    title: str
    text: str
    href: str = ""
    button: str = ""


@dataclass(frozen=True)
class Overview:
    """A region as it stands in phase III."""

    cycle: Cycle
    region: Region
    grid: Grid
    lines: list[Line]
    versions: list[RegionProposal]
    meetings: list[BoardMeeting]
    signing: SheetState | None
    lacking: list[Lack]  # in the version that is being signed or lies with BOLS
    changed: bool  # the division differs from that version
    leave: RegionLeave | None
    mediation: DeadlineMoment | None
    deadline: DeadlineMoment | None
    runs: bool  # whether phase III is open
    too_late: str  # why it can't be submitted any more; empty while it can
    divides: bool  # whether the reader is a coordinator of this region

    @property
    def living(self) -> RegionProposal | None:
        """The version that is being signed, lies with BOLS or was taken over."""
        first = self.versions[0] if self.versions else None
        return first if first and first.status != RegionStatus.REPLACED else None

    @property
    def to_divide(self) -> list[Line]:
        """The specialisms for which the region gets places."""
        return [one for one in self.lines if one.state != LineState.NO_PLACES]

    @property
    def without(self) -> list[Line]:
        """The specialisms for which it gets none."""
        return [one for one in self.lines if one.state == LineState.NO_PLACES]

    @property
    def done(self) -> int:
        """For how many specialisms nothing is missing."""
        return sum(one.is_done for one in self.to_divide)

    @property
    def step(self) -> Step | None:
        """The one next step; None for who only reads, and while nothing can be done."""
        return next_step(self) if self.divides and self.runs else None


def overview_of(user: Person, cycle: Cycle, region: Region, now: datetime) -> Overview:
    """Everything on the page, in a fixed number of queries. Who may read it is for the caller."""
    divides = has_right(user, Right.COORDINATE, region)
    closing = closes_for(cycle, region)
    grid = grid_of(cycle, region)
    versions = list(versions_of(cycle, region))
    living = versions[0] if versions and versions[0].status != RegionStatus.REPLACED else None
    signing = state_of(living.sheet) if living else None
    return Overview(
        cycle=cycle,
        region=region,
        grid=grid,
        lines=lines_of(cycle, region, grid, _("you") if divides else _("the coordinator")),
        versions=versions,
        meetings=list(board_meetings_of(cycle, region)),
        signing=signing,
        lacking=lacking_in(living, signing) if living else [],
        changed=differs(living, grid) if living else False,
        leave=leave_of(cycle, region),
        mediation=deadline_moment(cycle, MEDIATION),
        deadline=deadline_moment(cycle, DEADLINE),
        runs=phase_3_is_open(cycle.pk),
        too_late=too_late_text(closing) if closing and now >= closing else "",
        divides=divides,
    )


def differs(proposal: RegionProposal, grid: Grid) -> bool:
    """Whether the division was changed since this version: places count, not empty cells."""
    kept = institution_table(proposal.table).places
    then = {(code, at): number for (code, _region, at), number in kept.items() if number}
    return then != {key: number for key, number in places_of_grid(grid).items() if number}


def next_step(found: Overview) -> Step:
    """What the coordinator does now, the first thing that is not done yet."""
    where: Where = [found.cycle.year, found.region.key]
    living = found.living
    if living is None:
        return _before_adoption(found, where)
    if living.status != RegionStatus.SIGNING:
        return Step(
            _("Your proposal lies with BOLS"),
            _("There is nothing to do now. You get a message when the bureau sends it back."),
        )
    anew = [one.text for one in found.lacking if not one.is_signature]
    if found.changed:
        text = _("The division was changed after version %(number)s.")
        anew.insert(0, text % {"number": living.number})
    if anew:
        there = reverse("region_adopt", args=where)
        return Step(_("Adopt a new version"), anew[0], there, _("To adopting"))
    if found.too_late:
        return Step(_("Ask the bureau for leave"), found.too_late)
    if found.lacking:
        text = ngettext(
            "Version %(number)s is adopted. %(count)s signature is missing.",
            "Version %(number)s is adopted. %(count)s signatures are missing.",
            len(found.lacking),
        )
        return Step(
            _("Get the signatures"),
            text % {"count": len(found.lacking), "number": living.number},
            reverse("sheet", args=[found.cycle.year, living.sheet.code]),
            _("To the signatures"),
        )
    return Step(
        _("Submit the proposal to BOLS"),
        _("Everybody signed version %(number)s.") % {"number": living.number},
        reverse("region_submit", args=where),
        _("To submitting"),
    )


def _before_adoption(found: Overview, where: Where) -> Step:
    faults = len({one.code for one in faults_of(found.grid)})
    if faults:
        text = ngettext(
            "%(count)s specialism does not add up yet.",
            "%(count)s specialisms do not add up yet.",
            faults,
        )
        return Step(
            _("Divide the places"),
            text % {"count": faults},
            reverse("division", args=where),
            _("To the division"),
        )
    if not found.meetings:
        return Step(
            _("Record the meeting of the general board"),
            _("All places are divided. The general board adopts the proposal."),
            reverse("board_meeting_record", args=where),
            _("Record a meeting"),
        )
    return Step(
        pgettext("region", "Adopt the proposal"),
        _("All places are divided, and the meeting of the general board is recorded."),
        reverse("region_adopt", args=where),
        _("To adopting"),
    )
