"""Exit checks of phase II: whether there is a proposal that the board can adopt.

Registered when the app is ready. Sending a proposal back and the fallback don't wait for them.
Toewijzingsprotocol 2027, fase II 1 to 3.
"""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from allocation.models import Cycle
from allocation.phases.gates import GateCheck, gate
from allocation.selectors.cycles import protocol_of
from allocation.selectors.decisions import adopted_framework
from consultation.enums import Course
from consultation.models import DistributionChoice, Proposal
from consultation.selectors.distribution import (
    adopted_distribution,
    choice_of,
    living_distribution,
)
from consultation.selectors.proposal_test_texts import detail_of
from consultation.selectors.proposal_tests import (
    FRAMEWORK,
    checks_of,
    is_outdated,
    kept,
    latest_test,
)
from consultation.selectors.proposals import submitted_proposal
from consultation.selectors.round_overview import PartyStanding, standing
from consultation.selectors.rounds import current_round


@gate(phase=2)
def consultation(cycle: Cycle) -> Iterator[GateCheck]:
    """A round was held on the table in force; nobody can file any more, or everybody has.

    What VSG and NVvO advise on stands apart: the board decides on it beside the proposal.
    """
    found = current_round(cycle)
    title = _("The consultation was held")
    if found is None:
        url = reverse("rounds", args=[cycle.year])
        yield GateCheck("round", title, False, _("No round was opened yet."), url)
        yield GateCheck("profession", _PROFESSION, False, _("No round was opened yet."), url)
        return
    url = reverse("round", args=[cycle.year, found.number])
    parties = standing(found)
    framework = adopted_framework(cycle)
    current = framework is not None and framework.table_id == found.table_id
    waiting = _waiting(parties)
    if not current:
        detail = gettext("Round %(number)s is about an earlier base distribution.")
    elif waiting:
        detail = gettext("Round %(number)s: %(filed)s of %(of)s filed, and others still can.")
    else:
        detail = gettext("Round %(number)s: %(filed)s of %(of)s filed.")
    told = detail % {
        "number": found.number,
        "filed": sum(one.filing is not None for one in parties),
        "of": len(parties),
    }
    yield GateCheck("round", title, current and not waiting, told, url, outdated=not current)
    yield _profession(cycle, parties)


_PROFESSION = _("VSG and NVvO gave their advice, or their last day has passed")


def _waiting(parties: Sequence[PartyStanding]) -> list[PartyStanding]:
    now = timezone.now()
    return [one for one in parties if one.can_still_file(now)]


def _profession(cycle: Cycle, parties: Sequence[PartyStanding]) -> GateCheck:
    outside = {
        f"specialism:{one.code}" for one in protocol_of(cycle).specialisms if not one.in_framework
    }
    asked = [one for one in parties if one.key in outside]
    silent = ", ".join(one.name for one in asked if one.filing is None)
    if not silent:
        detail = gettext("Both came in.")
    elif waiting := _waiting(asked):
        detail = gettext("Not filed yet: %(names)s.") % {
            "names": ", ".join(one.name for one in waiting)
        }
        url = reverse("advices", args=[cycle.year])
        return GateCheck("profession", _PROFESSION, False, detail, url)
    else:
        detail = gettext("No advice on: %(names)s. The board decides without it.") % {
            "names": silent
        }
    return GateCheck("profession", _PROFESSION, True, detail, reverse("advices", args=[cycle.year]))


@gate(phase=2)
def proposal(cycle: Cycle) -> Iterator[GateCheck]:
    """A proposal was submitted, the bureau tested it as it is, and it keeps to the framework.

    Where the board is asked to take the base distribution, or took it, none of that is needed.
    """
    choice = _choice(cycle)
    if choice is not None and choice.course == Course.FALLBACK:
        url = reverse("decisions", args=[cycle.year])
        detail = _("The board is asked to take the base distribution (fallback).")
        for key, title in _PROPOSAL.items():
            yield GateCheck(key, title, True, detail, url)
        return
    found = submitted_proposal(cycle) or (choice.proposal if choice else None)
    if found is None:
        url = reverse("proposals", args=[cycle.year])
        for key, title in _PROPOSAL.items():
            yield GateCheck(key, title, False, _("FMS has not submitted a proposal yet."), url)
        return
    yield from _of(found)


_PROPOSAL = {
    "proposal": _("FMS submitted the integral proposal"),
    "tested": _("The bureau tested the proposal"),
    "framework": _("The proposal keeps to the framework"),
}


def _choice(cycle: Cycle) -> DistributionChoice | None:
    """What the board is asked to decide, or else decided."""
    decision = living_distribution(cycle) or adopted_distribution(cycle)
    return choice_of(decision) if decision else None


def _of(found: Proposal) -> Iterator[GateCheck]:
    url = reverse("proposal_test", args=[found.cycle.year, found.number])
    version = gettext("Version %(number)s.") % {"number": found.number}
    yield GateCheck("proposal", _PROPOSAL["proposal"], True, version, url)
    checks, test = checks_of(found), latest_test(found)
    # Once the board has decided on it, later filings don't make its test older.
    outdated = test is not None and found.ended_at is None and is_outdated(test, checks)
    if test is None:
        detail = gettext("It was not tested yet.")
    elif outdated:
        detail = gettext("Something changed since test %(number)s. Test again.")
    elif test.careful:
        detail = gettext("Test %(number)s: the process was careful.")
    else:
        detail = gettext("Test %(number)s: the process was not careful.")
    yield GateCheck(
        "tested",
        _PROPOSAL["tested"],
        test is not None and not outdated,
        detail % {"number": test.number} if test else detail,
        url,
        outdated=outdated,
    )
    off = [one for one in checks if one.key in FRAMEWORK and not one.passed]
    yield GateCheck(
        "framework",
        _PROPOSAL["framework"],
        kept(checks),
        " ".join(detail_of(one, {}) for one in off) or _("It keeps to it."),
        url,
    )
