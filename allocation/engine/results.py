"""Results from and to JSON: the output form of the command line (docs/engine.md)."""

from fractions import Fraction
from typing import Any

from allocation.engine.grid import exact_text, published, six_decimals, to_grid
from allocation.engine.steps import Step
from allocation.engine.tables import (
    BaseCase,
    BaseResult,
    Certificate,
    ExactTable,
    Repair,
    RoundResult,
    WholeTable,
)


def round_result_to_json(result: RoundResult) -> dict[str, Any]:
    """What `round` prints."""
    return {**_rounded(result), "digest": result.digest}


def _rounded(result: RoundResult | BaseResult) -> dict[str, Any]:
    proof = result.certificate
    certificate: dict[str, Any] = {
        "row_potentials": list(proof.row_potentials),
        "column_potentials": list(proof.column_potentials),
    }
    if proof.row_factors:
        certificate["row_factors"] = list(proof.row_factors)
        certificate["column_factors"] = list(proof.column_factors)
    return {
        "places": [list(row) for row in result.places],
        "outside": result.outside,
        "next_best": result.next_best,
        "total_deviation": six_decimals(result.total_deviation),
        "unique": result.unique,
        "certificate": certificate,
    }


def base_result_to_json(result: BaseResult) -> dict[str, Any]:
    """What `base` prints; adherence exactly, everything else unrounded with six decimals."""
    return {
        "adherence": [[exact_text(value) for value in row] for row in result.adherence],
        "shares": _published(result.shares),
        "quotas": _published(result.quotas),
        "totals": [published(total) for total in result.totals],
        "totals_after_floor": [published(total) for total in result.totals_after_floor],
        "raised": list(result.raised),
        "rounded_totals": list(result.rounded_totals),
        "repair": [
            {"region": r.region, "before": r.before, "after": r.after, "tie": r.tie}
            for r in result.repair
        ],
        "fitted": [[six_decimals(value) for value in row] for row in result.fitted],
        **_rounded(result),
        "steps": [step.to_json() for step in result.steps],
        "digest": result.digest,
    }


def _published(table: ExactTable) -> list[list[str]]:
    return [[published(value) for value in row] for row in table]


def base_result_from_json(case: BaseCase, data: dict[str, Any]) -> BaseResult:
    """A stored result back as an object, without calculating.

    Numbers that were published with six decimals stay at those six decimals. The data must come
    from `base_result_to_json`; KeyError or ValueError otherwise.
    """
    fitted = _millionths(data["fitted"])
    places = tuple(tuple(map(int, row)) for row in data["places"])
    return BaseResult(
        regions=case.regions,
        specialisms=case.specialisms,
        adherence=_exact(data["adherence"]),
        shares=_exact(data["shares"]),
        quotas=_exact(data["quotas"]),
        totals=tuple(map(Fraction, data["totals"])),
        totals_after_floor=tuple(map(Fraction, data["totals_after_floor"])),
        raised=tuple(data["raised"]),
        rounded_totals=tuple(data["rounded_totals"]),
        repair=tuple(Repair(**line) for line in data["repair"]),
        fitted=fitted,
        places=places,
        outside=data["outside"],
        next_best=data["next_best"],
        total_deviation=to_grid(Fraction(data["total_deviation"])),
        unique=data["unique"],
        marks=marks_of(fitted, places),
        zeros=case.zeros,
        certificate=Certificate(**{key: tuple(v) for key, v in data["certificate"].items()}),
        steps=tuple(
            Step(line["rule"], tuple(line["params"].items()), line["before"], line["after"])
            for line in data["steps"]
        ),
        digest=data["digest"],
    )


def _exact(table: list[list[str]]) -> ExactTable:
    return tuple(tuple(Fraction(value) for value in row) for row in table)


def _millionths(table: list[list[str]]) -> WholeTable:
    return tuple(tuple(to_grid(Fraction(value)) for value in row) for row in table)


def marks_of(quotas: WholeTable, places: WholeTable) -> WholeTable:
    """Per cell +1 or −1 where the places lie above or below the nearest integer, else 0."""
    half = to_grid(Fraction(1, 2))
    return tuple(
        tuple(
            (to_grid(Fraction(y)) - q > half) - (q - to_grid(Fraction(y)) > half)
            for q, y in zip(quota_row, place_row, strict=True)
        )
        for quota_row, place_row in zip(quotas, places, strict=True)
    )
