"""What the preliminary proposal rests on, and the table that is frozen when it is put."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from allocation.enums import TableKind
from allocation.errors import NotNow
from allocation.models import BoardDecision, Cycle
from allocation.selectors.decision_content import ProposedItem
from allocation.selectors.institution_tables import institution_table
from allocation.services.decisions import enforce_ready
from allocation.services.tables import Places, add_table
from allocation.services.tables import digest_of as table_digest
from bols_portal.accounts.models import User
from consultation.permissions import ESTABLISH
from consultation.selectors.distribution import decided_table
from consultation.selectors.preliminary import (
    Rulings,
    choice_of,
    digest_of,
    joined,
    parts_of,
    rulings_of,
)
from consultation.selectors.preliminary_checks import faults_in
from consultation.selectors.preliminary_ground import PreliminaryGround, ground_of

# The names of items on the sheet of a decision; allocation/selectors/decision_content.py.
NAMES: dict[str, str | Promise] = {
    "region": _("Proposal of OOR"),
    "rulings": _("What the board decides itself"),
    "preliminary": _("Preliminary proposal"),
}


def items(decision: BoardDecision) -> list[ProposedItem]:
    """The records it rests on: frozen as its items when it is put."""
    choice = choice_of(decision)
    found = [ProposedItem("protocol", decision.cycle.protocol_digest)]
    decided = decided_table(decision.cycle)
    if decided:
        found.append(ProposedItem(f"decided-{decided.number}", decided.digest, table=decided))
    if choice is None:
        return found
    # The tables of the regions aren't named as tables: what is established opens to all, not those.
    found += [
        ProposedItem(f"region:{one.region.key}-{one.proposal.number}", one.proposal.digest)
        for one in parts_of(choice)
        if one.proposal
    ]
    found.append(ProposedItem(f"rulings-{choice.number}", digest_of(choice)))
    table = decision.table
    if table and table.kind == TableKind.PRELIMINARY:
        found.append(ProposedItem(f"preliminary-{table.number}", table.digest, table=table))
    return found


def outdated(decision: BoardDecision) -> list[str | Promise]:
    """What became older since it was proposed, in words; empty once it is decided."""
    choice, ground = choice_of(decision), ground_of(decision.cycle)
    if choice is None or ground is None or decision.decided_at:
        return []
    older: list[str | Promise] = []
    for one in parts_of(choice):
        now = ground.by_key[one.region.key]
        with_bols = now.proposal.pk if now.proposal and now.submitted else None
        if one.proposal_id != with_bols:
            older.append(f"{NAMES['region']} {one.region.key}")
    return older


def freeze(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """Writes the preliminary proposal as a table version: every region, specialism, institution.

    Raises NotNow when something came between that it should rest on, or a row does not come to
    its decided places any more.
    """
    Cycle.objects.select_for_update().get(pk=decision.cycle_id)
    enforce_ready(decision)  # once more, now that nobody can submit, sign or withdraw
    choice, ground = choice_of(decision), ground_of(decision.cycle)
    if choice is None or ground is None:
        return
    decision.table = add_table(
        cycle=decision.cycle,
        kind=TableKind.PRELIMINARY,
        cells=established_cells(ground, rulings_of(choice)),
        by=by,
        now=now,
        reason=choice.reason,
    )
    decision.save(update_fields=["table"])


def established_cells(ground: PreliminaryGround, rulings: Rulings) -> list[Places]:
    """The cells of the table, checked as a whole: each region's and specialism's total is intact.

    Toewijzingsprotocol 2027, fase III 1 and 3.
    """
    faults = faults_in(ground, rulings)
    cells = [
        Places(code, key, places, institution=at)
        for (code, key, at), places in joined(ground, rulings).items()
    ]
    if faults or sum(one.places for one in cells) != ground.total:
        raise NotNow(
            gettext("The preliminary proposal does not add up: %(what)s. Mend that first.")
            % {"what": "; ".join(f"{one.name} ({one.region})" for one in faults)},
            rule=ESTABLISH,
        )
    return cells


def unchanged(decision: BoardDecision) -> bool:
    """Whether rulings, proposals and table are still those that were put."""
    choice, table = choice_of(decision), decision.table
    frozen = dict(decision.items.values_list("label", "digest"))
    if choice is None or frozen.get(f"rulings-{choice.number}") != digest_of(choice):
        return False
    if table is None or frozen.get(f"preliminary-{table.number}") != table.digest:
        return False
    cells = [
        Places(code, key, places, institution=at)
        for (code, key, at), places in institution_table(table).places.items()
    ]
    return table_digest(TableKind.PRELIMINARY, cells) == table.digest
