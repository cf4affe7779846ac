"""What is missing before a version of the proposal can be submitted, each with where to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.selectors.deadlines import deadline_moment
from bols_portal.ui.formats import date_text
from consultation.models import Proposal
from consultation.selectors.meetings import has_met
from consultation.selectors.phase import phase_2_is_open
from consultation.selectors.proposal_sheet import ProposalSheet, sheet_of
from consultation.selectors.proposals import submitted_proposal
from consultation.selectors.rounds import current_round
from consultation.selectors.workbench_texts import Finding, missing_reason, told

DEADLINE = "integral_proposal"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: a code, in words, and the page where it is mended."""

    key: str
    text: str
    href: str


def lacking(proposal: Proposal, now: datetime, sheet: ProposalSheet | None = None) -> list[Lack]:
    """Everything that keeps this version from being submitted; a fixed number of queries.

    Toewijzingsprotocol 2027, fase II 1.3; docs/adr/0113-rectified-base.md.
    """
    sheet = sheet or sheet_of(proposal)
    year = proposal.cycle.year
    bench = reverse("workbench", args=[year])
    found = [*_moment(proposal, now), *_ground(proposal, sheet, bench)]
    found += [Lack(one.code, one.text, f"{bench}#{one.anchor}") for one in findings_of(sheet)]
    if not proposal.motivation.strip():
        text = _("The motivation of the proposal as a whole is missing.")
        found.append(Lack("motivation", text, f"{bench}#motivation"))
    if not has_met(proposal.cycle):
        text = _("No meeting with the associations (Raad Opleiding) was recorded yet.")
        found.append(Lack("meeting", text, reverse("meetings", args=[year])))
    return found


def findings_of(sheet: ProposalSheet, *, warnings: bool = False) -> list[Finding]:
    """What does not fit the framework, and the reasons that are missing, in words.

    With `warnings` instead what is worth a look, but stops nothing.
    """
    names = {row.code: row.name for row in sheet.base.rows}
    found = [told(one, names) for one in sheet.assessment.findings if one.warning == warnings]
    if warnings:
        return found
    found += [
        missing_reason("", region, change)
        for region, change in sheet.deviating
        if not sheet.region_reason(region)
    ]
    found += [
        missing_reason(one.code, one.region, one.change, one.name)
        for one in sheet.departures
        if not one.reason
    ]
    return found


def _moment(proposal: Proposal, now: datetime) -> Iterator[Lack]:
    """The phase and the day of the agenda, where it names one."""
    cycle = proposal.cycle
    if not phase_2_is_open(cycle.pk):
        text = _("Phase II does not run now.")
        yield Lack("phase", text, reverse("phase", args=[cycle.year, 2]))
    deadline = deadline_moment(cycle, DEADLINE)
    if deadline is not None and deadline.last_day and not deadline.is_open(now):
        text = _(
            "The last day to submit was %(day)s. Is there a good reason to submit later? Ask the "
            "bureau to move that day."
        ) % {"day": date_text(deadline.last_day)}
        yield Lack("deadline", text, reverse("agenda", args=[cycle.year]))


def _ground(proposal: Proposal, sheet: ProposalSheet, bench: str) -> Iterator[Lack]:
    """The base distribution and the round it rests on, and whether another lies with BOLS."""
    year = proposal.cycle.year
    if not sheet.is_current:
        text = _(
            "The base distribution was rectified after this version. Take the workbench over on "
            "the new one and save a new version."
        )
        yield Lack("base", text, bench)
    running = current_round(proposal.cycle)
    if running is not None and running.pk != proposal.round_id:
        text = _(
            "This version rests on the advices of round %(old)s; round %(new)s counts now. Look "
            "at the advices and save a new version."
        ) % {"old": proposal.round.number, "new": running.number}
        yield Lack("round", text, bench)
    other = submitted_proposal(proposal.cycle)
    if other is not None and other.pk != proposal.pk:
        text = _("Version %(number)s lies with BOLS. Withdraw it first.") % {"number": other.number}
        yield Lack("other", text, reverse("proposal", args=[year, other.number]))
