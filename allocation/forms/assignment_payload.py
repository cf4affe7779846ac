"""A whole assignment as the plain data that a preview carries to its confirmation."""

from datetime import date
from fractions import Fraction
from typing import Any

from allocation.enums import AssignmentBasis, InstitutionKind
from allocation.selectors.assignment_data import (
    AssignmentData,
    InstitutionData,
    ShareData,
    line_of,
)

KIND = "assignment"


def content_of(data: AssignmentData, reference_date: date, based_on: int) -> dict[str, Any]:
    """Plain data, short because it travels through the page."""
    return {
        "i": [[i.code, i.name, i.city, i.kind, i.home_region] for i in data.institutions],
        "l": [
            [
                line.institution,
                line.specialism,
                int(line.recognised),
                line.source,
                line.basis,
                [[s.region, str(s.share), list(s.fte)] for s in line.shares],
            ]
            for line in data.lines
        ],
        "d": reference_date.isoformat(),
        "v": based_on,
    }


def data_of_content(content: dict[str, Any]) -> tuple[AssignmentData, date, int]:
    """The assignment, its reference date and the number of the version it was made from."""
    institutions = tuple(
        InstitutionData(code, name, city, InstitutionKind(kind), region)
        for code, name, city, kind, region in content["i"]
    )
    lines = tuple(
        line_of(
            institution=institution,
            specialism=specialism,
            recognised=bool(recognised),
            source=source,
            basis=AssignmentBasis(basis),
            shares=[
                ShareData(region, Fraction(share), tuple(fte)) for region, share, fte in shares
            ],
        )
        for institution, specialism, recognised, source, basis, shares in content["l"]
    )
    return AssignmentData(institutions, lines), date.fromisoformat(content["d"]), content["v"]
