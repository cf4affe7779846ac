"""Writing allocation tables: versions with a digest, never edited."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allocation.enums import TableKind
from allocation.models import (
    AllocationTable,
    Cycle,
    Institution,
    Region,
    Specialism,
    TableCell,
)
from bols_portal.accounts.models import User

FORMAT = "bols-table-1"


@dataclass(frozen=True, slots=True)
class Places:
    """One cell to be written: codes, whole places and how it was rounded.

    `institution`: its code, in a table of places per institution.
    """

    specialism: str
    region: str
    places: int
    next_best: int = 0
    structural_zero: bool = False
    institution: str = ""

    @property
    def sealed(self) -> list[str | int]:
        """What the digest covers."""
        named = [self.institution] if self.institution else []
        return [self.specialism, self.region, *named, self.places]


def digest_of(kind: TableKind, cells: Sequence[Places]) -> str:
    """The digest of a table: its kind and its places by specialism code and region key.

    Where places are per institution, by institution code too.
    """
    content = {
        "format": FORMAT,
        "kind": kind.value,
        "cells": sorted(cell.sealed for cell in cells),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def add_table(
    *,
    cycle: Cycle,
    kind: TableKind,
    cells: Sequence[Places],
    by: User,
    now: datetime,
    reason: str = "",
) -> AllocationTable:
    """Adds a version of a table, on top of the latest of its kind.

    Called inside a transaction that holds the cycle's row, so that numbers don't collide.
    """
    latest = AllocationTable.objects.filter(cycle=cycle, kind=kind).order_by("-number").first()
    table = AllocationTable.objects.create(
        cycle=cycle,
        kind=kind,
        number=latest.number + 1 if latest else 1,
        digest=digest_of(kind, cells),
        predecessor=latest,
        reason=reason,
        created_at=now,
        created_by=by,
    )
    specialisms = {one.code: one for one in Specialism.objects.all()}
    regions = {one.key: one for one in Region.objects.all()}
    named = {cell.institution for cell in cells if cell.institution}
    institutions = {one.code: one for one in Institution.objects.filter(code__in=named)}
    TableCell.objects.bulk_create(
        TableCell(
            table=table,
            specialism=specialisms[cell.specialism],
            region=regions[cell.region],
            institution=institutions[cell.institution] if cell.institution else None,
            places=cell.places,
            next_best=cell.next_best,
            structural_zero=cell.structural_zero,
        )
        for cell in cells
    )
    return table
