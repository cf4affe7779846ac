"""What a decision consists of: the items it rests on, its digest, and what is older by now."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from allocation.enums import DecisionKind, UsageSource
from allocation.models import (
    AllocationTable,
    AssignmentVersion,
    BoardDecision,
    Calculation,
    DecisionItem,
    IntakeVersion,
)
from allocation.selectors.assignment import current_assignment, established_assignment
from allocation.selectors.calculations import latest_base_table
from allocation.selectors.intake import current_intake
from allocation.selectors.usage import accepted_imports

FORMAT = "bols-decision-1"
_NAMES: dict[str, str | Promise] = {
    "protocol": _("Protocol, with the floor and the leeway"),
    "intake": _("National intake"),
    "assignment": _("Region assignment"),
    "base": _("Base distribution"),
    "calculation": _("Result of the calculation"),
    **{
        f"usage:{source.value}": format_lazy(
            "{usage} {source}", usage=_("Care usage"), source=source.label
        )
        for source in UsageSource
    },
}


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """Something the decision rests on: a code such as "intake-2", its digest, and the record."""

    label: str
    digest: str
    table: AllocationTable | None = None
    intake: IntakeVersion | None = None
    assignment: AssignmentVersion | None = None


def name_items(names: Mapping[str, str | Promise]) -> None:
    """Adds the names of the items that a later phase freezes; called when its app is ready."""
    _NAMES.update(names)


def item_name(label: str) -> str | Promise:
    """An item in words: "intake-2" is National intake, version 2; "advice:02-1" that on 02."""
    kind, _dash, number = label.rpartition("-")
    if not kind:
        return _NAMES.get(label, label)
    return format_lazy(
        "{name}, {version} {number}",
        name=_named(kind),
        version=_("version"),
        number=number,
    )


def _named(kind: str) -> str | Promise:
    """The name of a kind of item; after a colon of whom it is."""
    general, _colon, of = kind.partition(":")
    if kind not in _NAMES and general in _NAMES:
        return format_lazy("{name} {of}", name=_NAMES[general], of=of)
    return _NAMES.get(kind, kind)


def calculation_of(decision: BoardDecision) -> Calculation | None:
    """The calculation that gave the decision's table."""
    if decision.table_id is None:
        return None
    return Calculation.objects.filter(table=decision.table_id).select_related("request").first()


def proposed_items(decision: BoardDecision) -> list[ProposedItem]:
    """What the decision rests on now: written as its items when it is put to the board."""
    items = [ProposedItem("protocol", decision.cycle.protocol_digest)]
    if decision.intake:
        items.append(
            ProposedItem(
                f"intake-{decision.intake.number}", decision.intake.digest, intake=decision.intake
            )
        )
    if decision.assignment:
        items.append(
            ProposedItem(
                f"assignment-{decision.assignment.number}",
                decision.assignment.digest,
                assignment=decision.assignment,
            )
        )
    calculation = calculation_of(decision)
    if calculation:
        items += [
            ProposedItem(f"{one['kind']}-{one['number']}", one["digest"])
            for one in calculation.inputs
            if str(one["kind"]).startswith("usage:")
        ]
    if decision.table:
        items.append(
            ProposedItem(f"base-{decision.table.number}", decision.table.digest, decision.table)
        )
    if calculation:
        items.append(
            ProposedItem(f"calculation-{calculation.request.number}", calculation.result_digest)
        )
    return items


def content_digest(
    decision: BoardDecision, items: Sequence[ProposedItem] | Sequence[DecisionItem]
) -> str:
    """SHA-256 over the texts, the minutes and the digests of all items: what the board saw."""
    content = {
        "format": FORMAT,
        "cycle": decision.cycle.year,
        "number": decision.number,
        "phase": decision.phase,
        "kind": decision.kind,
        "title": decision.title,
        "text": decision.text,
        "reason": decision.reason,
        "replaces": decision.replaces.digest if decision.replaces else "",
        "minutes": decision.minutes_digest,
        "items": [[item.label, item.digest] for item in items],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def older_inputs(calculation: Calculation, assignment: AssignmentVersion | None) -> list[str]:
    """The codes of what a calculation used that is not the current version any more."""
    request = calculation.request
    current = {one.source: one.pk for one in accepted_imports(request.cycle)}
    used = {one.source: one.pk for one in request.usage_imports.all()}
    intake = current_intake(request.cycle)
    older = []
    if intake is None or intake.pk != request.intake_id:
        older.append("intake")
    if assignment is None or assignment.pk != request.assignment_id:
        older.append("assignment")
    older += [
        f"usage:{source}"
        for source in sorted({*current, *used})
        if current.get(source) != used.get(source)
    ]
    return older


def assignment_to_use(decision: BoardDecision) -> AssignmentVersion | None:
    """The version that a decision of this kind should rest on today."""
    if decision.kind == DecisionKind.FRAMEWORK:
        return established_assignment(decision.cycle)
    return current_assignment(decision.cycle)


def outdated(decision: BoardDecision) -> list[str | Promise]:
    """What became older since the decision was prepared, in words; empty when all is current."""
    assignment = assignment_to_use(decision)
    codes: list[str] = []
    calculation = calculation_of(decision)
    if calculation:
        codes = older_inputs(calculation, assignment)
    elif decision.assignment_id and (assignment is None or assignment.pk != decision.assignment_id):
        codes = ["assignment"]
    latest = latest_base_table(decision.cycle) if decision.table_id else None
    if latest and latest.pk != decision.table_id:
        codes.append("base")
    return [_NAMES[code] for code in codes]
