"""The bureau's test (toets) of a submitted proposal: what the portal finds, and what was recorded.

Toewijzingsprotocol 2027, fase II 2.2: whether FMS and associations came to the proposal in
reason and with care, and whether it keeps to the framework.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404

from allocation.models import Cycle
from allocation.selectors.rights import Person
from consultation.models import Proposal, ProposalTest
from consultation.selectors.proposal_process import process_checks
from consultation.selectors.proposal_sheet import ProposalSheet, sheet_of
from consultation.selectors.proposals import proposals_visible_to

# Worth a look when they don't hold, but they stop nothing.
NOTES = frozenset({"floor", "focus", "profession", "bounds"})
# What must hold before the board can adopt the proposal.
FRAMEWORK = ("base", "rows", "zeros", "regions", "moved")
# The codes of the engine's findings under each check.
_FINDINGS = {
    "rows": ("row_total", "negative"),
    "zeros": ("structural_zero",),
    "regions": ("region_total",),
    "moved": ("moved",),
    "floor": ("below_floor",),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One check with what was found, as it is frozen: codes and numbers; pages put it in words."""

    key: str
    passed: bool
    facts: Mapping[str, Any]

    @property
    def is_note(self) -> bool:
        """Whether it stops nothing when it doesn't hold."""
        return self.key in NOTES

    @property
    def fails(self) -> bool:
        """Whether it doesn't hold and should have."""
        return not self.passed and not self.is_note


def checks_of(proposal: Proposal, sheet: ProposalSheet | None = None) -> list[Checked]:
    """All checks of a proposal as they stand now; a fixed number of queries.

    Who may read them is for the caller to check.
    """
    sheet = sheet or sheet_of(proposal)
    found = [*_framework(sheet), *process_checks(sheet), *_reasons(sheet)]
    return [Checked(key, passed, facts) for key, passed, facts in found]


def _framework(sheet: ProposalSheet) -> Iterable[tuple[str, bool, dict[str, Any]]]:
    """Toewijzingsprotocol 2027, fase I 2, Regelruimte."""
    numbers = {"base": sheet.proposal.base.number, "in_force": sheet.number_in_force}
    yield "base", sheet.is_current, numbers
    for key, codes in _FINDINGS.items():
        findings = [asdict(one) for one in sheet.assessment.findings if one.code in codes]
        facts: dict[str, Any] = {"findings": findings}
        if key == "moved":
            facts |= {"moved": sheet.assessment.moved, "room": sheet.framework.leeway.total}
        yield key, not findings, facts


def _reasons(sheet: ProposalSheet) -> Iterable[tuple[str, bool, dict[str, Any]]]:
    """Toewijzingsprotocol 2027, fase II 1.3: motivation of every departure."""
    yield "motivation", bool(sheet.proposal.motivation.strip()), {}
    bare = [region for region, _change in sheet.deviating if not sheet.region_reason(region)]
    yield "region_reasons", not bare, {"missing": bare, "of": len(sheet.deviating)}
    departures = sheet.departures
    cells = [[one.code, one.region] for one in departures if not one.reason]
    yield "cell_reasons", not cells, {"missing": cells, "of": len(departures)}


def kept(checks: Iterable[Checked]) -> bool:
    """Whether the proposal keeps to the framework."""
    return all(check.passed for check in checks if check.key in FRAMEWORK)


def stored(checks: Iterable[Checked]) -> list[dict[str, Any]]:
    """The checks as they are frozen with a test."""
    return [asdict(check) for check in checks]


def frozen(test: ProposalTest) -> list[Checked]:
    """The checks as they were when the test was recorded."""
    return [Checked(one["key"], one["passed"], one["facts"]) for one in test.checks]


def seen_of(proposal: Proposal, checks: Iterable[Checked]) -> str:
    """A digest of the proposal and what was found: whoever records a test has read exactly this."""
    content = {
        "proposal": [proposal.pk, proposal.version, proposal.digest],
        "checks": stored(checks),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def latest_test(proposal: Proposal) -> ProposalTest | None:
    """The test that counts: the last one."""
    return proposal.tests.select_related("tested_by").order_by("-number").first()


def is_outdated(test: ProposalTest, checks: Iterable[Checked]) -> bool:
    """Whether the portal would find something else now than when the test was recorded."""
    return frozen(test) != list(checks)


def get_submitted(user: Person, cycle: Cycle, number: int) -> Proposal:
    """A proposal that was submitted, for FMS, bureau, board and auditors; else raises Http404."""
    submitted = proposals_visible_to(user, cycle).filter(submitted_at__isnull=False)
    found = submitted.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def get_test(user: Person, cycle: Cycle, number: int, test: int) -> ProposalTest:
    """A recorded test of a proposal that the person may see; raises Http404 otherwise."""
    proposal = get_submitted(user, cycle, number)
    found = proposal.tests.select_related("tested_by").filter(number=test).first()
    if found is None:
        raise Http404
    found.proposal = proposal
    return found


def tests_of(proposal: Proposal) -> list[ProposalTest]:
    """All tests of a proposal, the last one first."""
    return list(proposal.tests.select_related("tested_by").order_by("-number"))
