"""Reading advices: whose they are, what the base distribution and an earlier round say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from allocation.models import AllocationTable, Cycle, Region, Specialism, TableCell
from allocation.roles import Right
from allocation.selectors.framework import intake_in_force
from allocation.selectors.intake import numbers_of
from allocation.selectors.rights import Person, has_right
from consultation.enums import FilingKind
from consultation.models import AdviceCell, Filing, FilingDraft, Round
from consultation.selectors.filings import (
    draft_in,
    filings_visible_to,
    latest,
    previous_of,
    specialisms_advised_by,
)
from consultation.selectors.rounds import current_round

FIELDS = ("places", "lowest", "highest", "reason")
# The same for every party, whatever it files.
draft_of, previous_advice = draft_in, previous_of
# As typed: by region key the four fields, and the motivation of the whole.
Content = Mapping[str, Any]


def specialisms_visible_to(user: Person, cycle: Cycle) -> QuerySet[Specialism]:
    """Whose advice may be looked at: all for those who read filings, else one's own."""
    if has_right(user, Right.COMPOSE, cycle) or has_right(user, Right.READ_DOSSIERS, cycle):
        return Specialism.objects.all()
    return specialisms_advised_by(user)


def get_advised(user: Person, cycle: Cycle, code: str) -> Specialism:
    """The specialism by its code; raises Http404 where the person may not see its advice."""
    found = specialisms_visible_to(user, cycle).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def round_on_page(cycle: Cycle) -> Round | None:
    """The round that runs, else the last one that was opened."""
    return current_round(cycle) or (
        Round.objects.filter(cycle=cycle, opened_at__isnull=False)
        .select_related("cycle", "table")
        .first()
    )


def get_filing(user: Person, cycle: Cycle, code: str, round_number: int, number: int) -> Filing:
    """A filed version of an advice; raises Http404 where the person may not see it."""
    found = (
        filings_visible_to(user, cycle)
        .filter(specialism__code=code, round__number=round_number, number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def base_of(table: AllocationTable, specialism: Specialism) -> dict[str, TableCell]:
    """The base distribution of a specialism by region key; empty outside the framework."""
    cells = TableCell.objects.filter(
        table=table, specialism=specialism, institution__isnull=True
    ).select_related("region")
    return {cell.region.key: cell for cell in cells}


def cells_of(filing: Filing | None) -> dict[str, AdviceCell]:
    """What a filed advice says, by region key; empty without one."""
    if filing is None:
        return {}
    return {cell.region.key: cell for cell in filing.cells.select_related("region")}


def places_to_divide(cycle: Cycle, specialism: Specialism) -> int | None:
    """The national intake of a specialism; None while it is not recorded."""
    pair = numbers_of(intake_in_force(cycle)).get(specialism.code)
    return pair[1] if pair else None


def content_of(cells: Mapping[str, AdviceCell], motivation: str) -> dict[str, Any]:
    """A filed advice as it would be typed, to begin the next version with."""
    return {
        "cells": {
            key: {name: str(getattr(cell, name)) for name in FIELDS} for key, cell in cells.items()
        },
        "motivation": motivation,
    }


def begun(
    draft: FilingDraft | None, filed: Filing | None, earlier: Filing | None
) -> dict[str, Any]:
    """What the form begins with: the draft, else the filed version, else the earlier advice."""
    if draft is not None:
        return dict(draft.content)
    start = filed or earlier
    return content_of(cells_of(start), start.motivation) if start else {}


def versions_of(user: Person, consultation: Round, specialism: Specialism) -> list[Filing]:
    """The versions filed in all rounds of the cycle, the newest first."""
    return list(
        filings_visible_to(user, consultation.cycle)
        .filter(specialism=specialism)
        .order_by("-round__number", "-number")
    )


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One region on the page: base then and now, the earlier advice, and what is typed."""

    key: str
    name: str
    base: int | None
    zero: bool
    old_base: int | None
    earlier: AdviceCell | None
    filed: AdviceCell | None
    typed: Mapping[str, str]
    errors: Mapping[str, str]

    @property
    def base_changed(self) -> bool:
        """Whether the base distribution differs from that of the earlier round."""
        return self.old_base is not None and self.old_base != self.base

    @property
    def base_change(self) -> int:
        """How many places the base distribution gives more (or fewer) than in the earlier round."""
        return (self.base or 0) - (self.old_base or 0)

    @property
    def inputs(self) -> list[dict[str, str]]:
        """The fields of numbers as the template draws them."""
        return [
            {
                "name": f"{self.key}-{field}",
                "field": field,
                "value": self.typed.get(field, ""),
                "error": self.errors.get(field, ""),
            }
            for field in FIELDS[:3]
        ]

    @property
    def reason_error(self) -> str:
        """What is wrong with the reason."""
        return self.errors.get("reason", "")


@dataclass(frozen=True, slots=True)
class AdviceSheet:
    """Everything about the advice on one specialism in one round."""

    lines: tuple[AdviceLine, ...]
    needed: int | None
    previous: Filing | None
    filed: Filing | None

    @property
    def has_base(self) -> bool:
        """Whether there is a base distribution: not for specialisms outside the framework."""
        return any(line.base is not None for line in self.lines)

    @property
    def base_total(self) -> int:
        """The places of the base distribution."""
        return sum(line.base or 0 for line in self.lines)

    @property
    def old_base_total(self) -> int:
        """The places of the base distribution of the earlier round."""
        return sum(line.old_base or 0 for line in self.lines)

    @property
    def earlier_total(self) -> int:
        """The places of the earlier advice."""
        return sum(line.earlier.places for line in self.lines if line.earlier)

    @property
    def filed_total(self) -> int:
        """The places of the filed version."""
        return sum(line.filed.places for line in self.lines if line.filed)

    @property
    def table_changed(self) -> bool:
        """Whether any cell of the base distribution changed since the earlier round."""
        return any(line.base_changed for line in self.lines)


def advice_sheet(
    consultation: Round,
    specialism: Specialism,
    filed: Filing | None,
    content: Content,
    errors: Mapping[tuple[str, str], str],
) -> AdviceSheet:
    """The sheet of a page; `content` as typed, `errors` by (region key, field)."""
    previous = previous_advice(consultation, specialism)
    base = base_of(consultation.table, specialism)
    old_base = base_of(previous.round.table, specialism) if previous else {}
    earlier, now = cells_of(previous), cells_of(filed)
    typed = content.get("cells", {})
    lines = tuple(
        AdviceLine(
            key=region.key,
            name=region.name,
            base=base[region.key].places if region.key in base else None,
            zero=region.key in base and base[region.key].structural_zero,
            old_base=old_base[region.key].places if region.key in old_base else None,
            earlier=earlier.get(region.key),
            filed=now.get(region.key),
            typed=typed.get(region.key, {}),
            errors={field: text for (key, field), text in errors.items() if key == region.key},
        )
        for region in Region.objects.order_by("position")
    )
    return AdviceSheet(lines, places_to_divide(consultation.cycle, specialism), previous, filed)


@dataclass(frozen=True, slots=True)
class AdviceStatus:
    """A line of the list: a specialism and the version that counts in the round."""

    specialism: Specialism
    filing: Filing | None
    own: bool


def statuses(user: Person, consultation: Round | None, cycle: Cycle) -> list[AdviceStatus]:
    """Every specialism that the person may look at, with what was filed in the round."""
    filings: Iterable[Filing] = ()
    if consultation is not None:
        filings = filings_visible_to(user, cycle).filter(round=consultation, kind=FilingKind.ADVICE)
    newest = latest(filings)
    own = {one.pk for one in specialisms_advised_by(user)}
    return [
        AdviceStatus(one, newest.get((FilingKind.ADVICE, one.pk)), one.pk in own)
        for one in specialisms_visible_to(user, cycle).order_by("position")
    ]
