"""The nearest fitting proposal as pages draw it, and the gauges of the leeway."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from bols_portal.ui.pieces import Gauge
from bols_portal.ui.tables import Cell, Column, Matrix

if TYPE_CHECKING:
    from allocation.engine.leeway import Leeway
    from consultation.selectors.proposal_compare import Comparison
    from consultation.selectors.suggestions import Suggested

CellKey = tuple[str, str]


def gauges_of(regions: Sequence[str], deviation: Iterable[int], leeway: "Leeway") -> list[Gauge]:
    """How far each region's total lies from the base distribution."""
    return [
        Gauge(f"OOR {region}", change, low=-leeway.down, high=leeway.up)
        for region, change in zip(regions, deviation, strict=True)
    ]


def table_of(
    *,
    key: str,
    caption: str,
    regions: Sequence[str],
    names: Mapping[str, str],
    cell: Callable[[str, str], Cell],
) -> Matrix:
    """A table of places in protocol order; `cell` draws the cell of a code and a region."""
    return Matrix.of_places(
        key=key,
        caption=caption,
        columns=[Column(region, title=f"OOR {region}") for region in regions],
        rows=[
            (code, name, [cell(code, region) for region in regions]) for code, name in names.items()
        ],
    )


def suggestion_matrix(
    suggested: "Suggested",
    *,
    against_advice: bool,
    href: Callable[[str, str], str],
    selected: CellKey | None = None,
) -> Matrix:
    """The suggestion, with what differs from the base distribution or from the advices marked.

    A number that its association can't accept is marked as out of the advised bounds.
    """
    case = suggested.case
    other = case.advice if against_advice else case.base
    zeros, yielded = set(case.zeros), set(suggested.proposal.yielded)

    def cell(code: str, region: str) -> Cell:
        i, j = case.rows.index(code), case.columns.index(region)
        number, before = suggested.places[code, region], other[i][j]
        return Cell(
            number,
            changed=0 if before is None else number - before,
            zero=(code, region) in zeros,
            allowed=_("%(lowest)s to %(highest)s according to the advice")
            % {"lowest": case.lower[i][j], "highest": case.upper[i][j]}
            if (code, region) in yielded
            else "",
            href=href(code, region),
            selected=(code, region) == selected,
        )

    return table_of(
        key="suggestion",
        caption=_("Differences from the advices are marked")
        if against_advice
        else _("Differences from the base distribution are marked"),
        regions=case.columns,
        names=suggested.names,
        cell=cell,
    )


def comparison_matrix(found: "Comparison") -> Matrix:
    """The second of two tables, with its differences from the first marked."""

    def cell(code: str, region: str) -> Cell:
        new = found.new.places.get((code, region), 0)
        base = found.base.cell(code, region)
        return Cell(
            new,
            changed=new - found.old.places.get((code, region), 0),
            zero=bool(base and base.structural_zero),
        )

    return table_of(
        key="compared",
        caption=_("%(new)s, differences from %(old)s are marked")
        % {"new": found.new.label, "old": found.old.label},
        regions=found.base.regions,
        names={row.code: row.name for row in found.base.rows},
        cell=cell,
    )
