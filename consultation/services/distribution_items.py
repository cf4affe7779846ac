"""What a decision on the distribution rests on, and the table that is frozen when it is put."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from allocation.enums import TableKind
from allocation.errors import NotNow
from allocation.models import BoardDecision, Cycle
from allocation.selectors.decision_content import ProposedItem
from allocation.selectors.framework import intake_in_force
from allocation.selectors.tables import places_of
from allocation.services.decisions import enforce_ready
from allocation.services.tables import Places, add_table
from allocation.services.tables import digest_of as table_digest
from bols_portal.accounts.models import User
from consultation.enums import Course, FilingKind
from consultation.models import DistributionChoice, Filing, Round
from consultation.permissions import DECIDE
from consultation.selectors.distribution import (
    DECIDING,
    changes_of,
    choice_of,
    digest_of,
    places_chosen,
    round_of,
)
from consultation.selectors.distribution_ground import Ground, ground_of
from consultation.selectors.filings import latest
from consultation.services.distribution_content import misfits

# The names of items on the sheet of a decision; allocation/selectors/decision_content.py.
NAMES: dict[str, str | Promise] = {
    "proposal": _("Integral proposal of FMS"),
    "test": _("Test of the proposal by the bureau"),
    "choice": _("What the board is asked to decide"),
    "decided": _("Decided distribution over the regions"),
    FilingKind.ADVICE.value: _("Advice"),
    FilingKind.FOCUS.value: _("Focus points"),
}


def items(decision: BoardDecision) -> list[ProposedItem]:
    """The records it rests on: frozen as its items when it is put."""
    choice = choice_of(decision)
    found = [ProposedItem("protocol", decision.cycle.protocol_digest)]
    intake = intake_in_force(decision.cycle)
    if intake:
        found.append(ProposedItem(f"intake-{intake.number}", intake.digest, intake=intake))
    ground = ground_of(decision.cycle)
    if ground:
        # Named by its number: the decision that established the table is the one of phase I.
        base = ground.base.table
        found.append(ProposedItem(f"base-{base.number}", base.digest))
    if choice is None:
        return found
    consultation = round_of(decision)
    found += _filed(consultation) if consultation else []
    # The table of the proposal isn't named as a table: what is decided opens to all, not that.
    if choice.proposal:
        found.append(ProposedItem(f"proposal-{choice.proposal.number}", choice.proposal.digest))
    if choice.test:
        found.append(ProposedItem(f"test-{choice.test.number}", choice.test.digest))
    found.append(ProposedItem(f"choice-{choice.number}", digest_of(choice)))
    table = decision.table
    if table and table.kind == TableKind.DECIDED:
        found.append(ProposedItem(f"decided-{table.number}", table.digest, table=table))
    return found


def _filed(consultation: Round) -> list[ProposedItem]:
    """The advices and focus points that count in a round, regions first."""
    filings = latest(
        Filing.objects.filter(round=consultation).select_related("region", "specialism")
    ).values()
    return [
        ProposedItem(f"{one.kind}:{_party(one)}-{one.number}", one.digest)
        for one in sorted(filings, key=_place)
    ]


def _party(filing: Filing) -> str:
    if filing.region:
        return filing.region.key
    return filing.specialism.code if filing.specialism else ""


def _place(filing: Filing) -> tuple[int, int]:
    if filing.region:
        return 0, filing.region.position
    return 1, filing.specialism.position if filing.specialism else 0


def outdated(decision: BoardDecision) -> list[str | Promise]:
    """What became older since it was proposed, in words; empty once it is decided."""
    choice, ground = choice_of(decision), ground_of(decision.cycle)
    if choice is None or ground is None or decision.decided_at:
        return []
    older: list[str | Promise] = []
    if choice.proposal_id != (ground.proposal.pk if ground.proposal else None):
        older.append(NAMES["proposal"])
    if choice.test_id != (ground.test.pk if ground.test else None):
        older.append(NAMES["test"])
    if not decision.put_at and decision.table_id != ground.base.table.pk:
        older.append(_("Base distribution"))
    outside = {one.code for one in ground.outside}
    moved = {
        one.specialism.code
        for one in changes_of(choice)
        if one.specialism.code in outside
        and one.proposed != ground.advised(one.specialism.code, one.region.key)
    }
    older += [f"{NAMES[FilingKind.ADVICE.value]} {code}" for code in sorted(moved)]
    return older


def freeze(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """Writes what is decided as a table version: 30 specialisms, orthodontics, sports medicine.

    Raises NotNow when something came between that it should rest on, or the result no longer
    keeps to the framework or the national intake.
    """
    Cycle.objects.select_for_update().get(pk=decision.cycle_id)
    enforce_ready(decision)  # once more, now that nobody can file, test or withdraw
    choice, ground = choice_of(decision), ground_of(decision.cycle)
    if choice is None or ground is None or choice.course not in DECIDING:
        return
    cells = decided_cells(ground, choice)
    decision.table = add_table(
        cycle=decision.cycle,
        kind=TableKind.DECIDED,
        cells=cells,
        by=by,
        now=now,
        reason=choice.reason,
    )
    decision.save(update_fields=["table"])


def decided_cells(ground: Ground, choice: DistributionChoice) -> list[Places]:
    """The cells of the decided table in protocol order, checked once more as a whole."""
    changes = {(one.specialism.code, one.region.key): one.decided for one in changes_of(choice)}
    places = places_chosen(ground, choice.course, changes)
    whole = {key: number for key, number in places.items() if number is not None}
    faults = [] if len(whole) < len(places) else misfits(ground, ground.base, whole)
    lacking = [
        ground.names[one.code]
        for one in ground.outside
        if sum(places[one.code, region] or 0 for region in ground.regions)
        != ground.intake.get(one.code)
    ]
    if faults or lacking or len(whole) < len(places):
        raise NotNow(
            gettext("The distribution does not add up any more: %(what)s. Change it first.")
            % {"what": "; ".join([*(str(one.message) for one in faults), *lacking])},
            rule=DECIDE,
        )
    zeros = set(ground.framework.zeros)
    return [
        Places(code, region, number, structural_zero=(code, region) in zeros)
        for (code, region), number in whole.items()
    ]


def unchanged(decision: BoardDecision) -> bool:
    """Whether course, changes and table are still those that were put."""
    choice = choice_of(decision)
    frozen = dict(decision.items.values_list("label", "digest"))
    if choice is None or frozen.get(f"choice-{choice.number}") != digest_of(choice):
        return False
    if choice.course == Course.RETURN:
        return True
    table = decision.table
    if table is None or frozen.get(f"decided-{table.number}") != table.digest:
        return False
    cells = [
        Places(row.code, cell.region.key, cell.places)
        for row in places_of(table).rows
        for cell in row.cells
    ]
    return table_digest(TableKind.DECIDED, cells) == table.digest
