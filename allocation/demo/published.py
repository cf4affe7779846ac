"""The two published tables of 2027, and the list of institutions, as they stand in `data/`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from allocation.demo.invented import DemoInstitution

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class PublishedBase:
    """The base distribution of BOLS26-0104 d.d. 02-04-2026, bijlage I: specialisms × regions."""

    regions: tuple[str, ...]
    specialisms: tuple[str, ...]
    places: tuple[tuple[int, ...], ...]

    @property
    def national_intake(self) -> tuple[int, ...]:
        """Places per specialism."""
        return tuple(map(sum, self.places))

    @property
    def region_totals(self) -> tuple[int, ...]:
        """Places per region."""
        return tuple(map(sum, zip(*self.places, strict=True)))


@dataclass(frozen=True, slots=True)
class PublishedIntake:
    """A line of table 1 of the Toewijzingsprotocol 2027."""

    code: str
    name: str
    intake_2026: int
    intake_2027: int
    in_framework: bool


@cache
def published_base() -> PublishedBase:
    """Read the published base distribution."""
    lines = _lines("base-distribution-2027.csv")
    regions = tuple(lines[0])[2:-1]
    return PublishedBase(
        regions,
        tuple(line["specialism_code"] for line in lines),
        tuple(tuple(int(line[region]) for region in regions) for line in lines),
    )


@cache
def published_intake() -> tuple[PublishedIntake, ...]:
    """Read the published national intake of 2026 and 2027, inside and outside the framework."""
    return tuple(
        PublishedIntake(
            line["specialism_code"],
            line["specialism"],
            int(line["intake_2026"]),
            int(line["intake_2027"]),
            line["in_framework"] == "yes",
        )
        for line in _lines("national-intake-2026-2027.csv")
    )


@cache
def institutions() -> tuple[DemoInstitution, ...]:
    """Read the institutions: names and cities are real; codes, sizes and regions are ours."""
    return tuple(
        DemoInstitution(
            line["code"],
            line["name"],
            line["city"],
            line["kind"],
            line["region"],
            int(line["size"]),
        )
        for line in _lines("institutions.csv")
    )


def _lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
