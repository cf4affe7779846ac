"""Phase I: the framework and the base distribution, and what must be in order to decide on it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from allocation.enums import DecisionStatus, PhaseStatus, UsageSource
from allocation.models import AssignmentVersion, Cycle, Phase
from allocation.phases.definitions import Part, PhaseDefinition
from allocation.phases.gates import GateCheck, gate
from allocation.selectors.assignment import current_assignment, established_assignment
from allocation.selectors.assignment_objections import open_objections
from allocation.selectors.calculations import latest_calculation
from allocation.selectors.cycles import protocol_of
from allocation.selectors.decision_content import item_name, older_inputs
from allocation.selectors.decisions import FRAMEWORK_KINDS, adopted_framework, living_decision
from allocation.selectors.intake import current_intake, numbers_of, sheet_of, totals_off
from allocation.selectors.phases import specialisms_with_usage
from allocation.selectors.usage import accepted_imports

# Toewijzingsprotocol 2027, fase I
PHASE = PhaseDefinition(
    number=1,
    name=_("Framework and base distribution"),
    result=_(
        "The administrative framework: the national intake per specialism, the base distribution "
        "over the regions, and the leeway."
    ),
    happens=_(
        "The bureau records the national intake, the region assignment and the care usage, and "
        "calculates the base distribution. Regions check their part of the region assignment."
    ),
    acts=_("The bureau and the coordinators; then the board."),
    waits_for="",
    next_step=_("Regions and associations are asked for their advice (phase II)."),
    source="Toewijzingsprotocol 2027, fase I",
    ends_by="framework",
    parts=(
        Part(_("National intake"), _("places per specialism, set by VWS"), "intake"),
        Part(_("Region assignment"), _("which institution counts for which region"), "assignment"),
        Part(_("Care usage"), _("supplied by Vektis and DHD, confidential"), "usage"),
        Part(_("Calculation"), _("the base distribution and how it came about"), "calculations"),
        Part(_("Decision"), _("what the board is asked, and what it decided"), "decisions"),
    ),
)


def is_rectifying(cycle: Cycle) -> bool:
    """Whether a framework is in force: what is made now can only replace it."""
    return adopted_framework(cycle) is not None


def assignment_for_decision(cycle: Cycle) -> AssignmentVersion | None:
    """The region assignment that a framework decision must rest on now.

    The established one; in a rectification the correction, which the same decision establishes.
    """
    return current_assignment(cycle) if is_rectifying(cycle) else established_assignment(cycle)


@gate(phase=1)
def national_intake(cycle: Cycle) -> Iterator[GateCheck]:
    """The national intake is there, and its totals are those of the protocol or explained."""
    version = current_intake(cycle)
    url = reverse("intake", args=[cycle.year])
    yield GateCheck(
        "intake",
        _("National intake per specialism is recorded"),
        version is not None,
        gettext("Version %(number)s, %(status)s.")
        % {"number": version.number, "status": version.get_status_display().lower()}
        if version
        else _("No version yet."),
        url,
    )
    if version is None:
        yield GateCheck("totals", _("Totals are checked"), False, _("Nothing to check yet."), url)
        return
    protocol = protocol_of(cycle)
    agree = not totals_off(sheet_of(numbers_of(version), protocol), protocol)
    yield GateCheck(
        "totals",
        _("Totals are checked"),
        agree or bool(version.totals_reason),
        _("They are those of the protocol.") if agree else _totals_detail(version.totals_reason),
        url,
    )


def _totals_detail(reason: str) -> str:
    if reason:
        return gettext("They differ from the protocol, with a reason: %(reason)s") % {
            "reason": reason
        }
    return gettext("They differ from the protocol, and no reason is given.")


@gate(phase=1)
def region_assignment(cycle: Cycle) -> Iterator[GateCheck]:
    """Every objection is answered and the board established the assignment.

    Toewijzingsprotocol 2027, fase I 3.
    """
    version = assignment_for_decision(cycle) or current_assignment(cycle)
    url = reverse("assignment", args=[cycle.year])
    waiting = len(open_objections(version)) if version else 0
    yield GateCheck(
        "objections",
        _("All objections to the region assignment are answered"),
        version is not None and waiting == 0,
        ngettext(
            "%(count)s objection has no answer yet.",
            "%(count)s objections have no answer yet.",
            waiting,
        )
        % {"count": waiting}
        if waiting
        else (_("None is open.") if version else _("There is no region assignment yet.")),
        url,
    )
    yield _established(cycle, version, url)


def _established(cycle: Cycle, version: AssignmentVersion | None, url: str) -> GateCheck:
    title = _("Region assignment is established by the board")
    if version is None:
        return GateCheck("assignment", title, False, _("There is no region assignment yet."), url)
    numbered = {"number": version.number}
    if version.established_at is not None:
        detail = gettext("Version %(number)s is established.") % numbered
        return GateCheck("assignment", title, True, detail, url)
    if is_rectifying(cycle):
        detail = (
            gettext("Version %(number)s corrects it; the rectification establishes it.") % numbered
        )
        return GateCheck("assignment", title, True, detail, url)
    detail = gettext("Version %(number)s is not established yet.") % numbered
    return GateCheck("assignment", title, False, detail, url)


@gate(phase=1)
def care_usage(cycle: Cycle) -> Iterator[GateCheck]:
    """Usage of both sources was accepted by a second employee, and covers every specialism.

    An import can be accepted only where the supplier's control totals agree with its rows.
    """
    url = reverse("usage", args=[cycle.year])
    accepted = {one.source: one for one in accepted_imports(cycle)}
    for source in UsageSource:
        found = accepted.get(source)
        yield GateCheck(
            f"usage_{source}",
            gettext("Care usage of %(source)s is accepted by a second employee")
            % {"source": source.label},
            found is not None,
            gettext("Import %(number)s; the control totals agree.") % {"number": found.number}
            if found
            else _("No accepted import yet."),
            url,
        )
    have = specialisms_with_usage(list(accepted.values()))
    lack = [one.code for one in protocol_of(cycle).framework_specialisms if one.code not in have]
    yield GateCheck(
        "coverage",
        _("Every specialism in the framework has care usage"),
        not lack,
        gettext("No usage for: %(codes)s.") % {"codes": ", ".join(lack)}
        if lack
        else _("All of them."),
        url,
    )


@gate(phase=1)
def calculation(cycle: Cycle) -> Iterator[GateCheck]:
    """The base distribution is calculated from exactly the current versions, and proven."""
    url = reverse("calculations", args=[cycle.year])
    title = _("Base distribution is calculated from the current versions")
    latest = latest_calculation(cycle)
    if latest is None:
        yield GateCheck("current", title, False, _("No calculation yet."), url)
    else:
        older = older_inputs(latest, assignment_for_decision(cycle))
        numbered = {"number": latest.request.number}
        names = ", ".join(str(item_name(code)) for code in older)
        yield GateCheck(
            "current",
            title,
            not older,
            gettext("Calculation %(number)s is out of date: %(older)s changed. Calculate again.")
            % {**numbered, "older": names}
            if older
            else gettext("Calculation %(number)s.") % numbered,
            url,
            outdated=bool(older),
        )
    # A result is stored only after the independent check accepted its certificate.
    yield GateCheck(
        "proof",
        _("The result is proven to be the best one"),
        latest is not None,
        gettext("The certificate was checked; engine %(version)s.")
        % {"version": latest.engine_version}
        if latest
        else _("No calculation yet."),
        url,
    )


@gate(phase=1)
def prepared_decision(cycle: Cycle) -> Iterator[GateCheck]:
    """A decision with the minutes lies ready, or the board has decided already."""
    shown = living_decision(cycle, FRAMEWORK_KINDS)
    closed = Phase.objects.filter(cycle=cycle, number=1, status=PhaseStatus.CLOSED).exists()
    if shown is None and closed:
        shown = adopted_framework(cycle)
    url = reverse("decisions", args=[cycle.year])
    ready = shown is not None and bool(shown.minutes_digest)
    yield GateCheck(
        "minutes",
        _("A decision is prepared, with the minutes"),
        ready,
        _prepared_detail(shown.number, shown.status, ready) if shown else _("No decision yet."),
        url,
    )


def _prepared_detail(number: int, status: str, ready: bool) -> str:
    text = (
        gettext("Decision %(number)s, %(status)s.")
        if ready
        else gettext("Decision %(number)s: no minutes.")
    )
    return text % {"number": number, "status": str(DecisionStatus(status).label).lower()}
