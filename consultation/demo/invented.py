"""What the parties of the demo say in phase II: invented, the same at every load, in `data/`.

Each association departs a little from the published base distribution and says why. Together they
go beyond the leeway, as they do when nobody but FMS looks at the whole.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
# Where an advice keeps to a number that the table of the round does not have.
NOTICED = (
    "Het aantal van de basisverdeling klopt hier volgens ons niet: instellingen van NO lijken bij "
    "Leiden geteld."
)
ROOM = 1  # places up and down, where an association says nothing of it


@dataclass(frozen=True, slots=True)
class InventedAdvice:
    """The advice on one specialism.

    `shifts`: places more or less than the base distribution, by region key; outside the framework
    `places` themselves. `more` and `less`: the reason of a cell. `room`: places up and down.
    """

    code: str
    motivation: str
    shifts: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    more: str = ""
    less: str = ""
    room: int = ROOM

    def wanted(self, base: Mapping[str, int], regions: list[str]) -> dict[str, int]:
        """The places of each region, on a base distribution (empty outside the framework)."""
        if not base:
            return {key: self.places.get(key, 0) for key in regions}
        return {key: base[key] + self.shifts.get(key, 0) for key in regions}

    def content(self, wanted: Mapping[str, int], base: Mapping[str, int]) -> dict[str, Any]:
        """These places as an adviser types them in a round with this base distribution."""
        cells = {
            key: {
                "places": str(places),
                "lowest": str(max(places - self.room, 0)),
                "highest": str(places + self.room if places else 0),
                "reason": self._reason(key, places, base),
            }
            for key, places in wanted.items()
        }
        return {"cells": cells, "motivation": self.motivation}

    def _reason(self, key: str, places: int, base: Mapping[str, int]) -> str:
        if not base:
            return self.more if places else self.less
        if places == base[key]:
            return ""
        if not self.shifts.get(key):
            return NOTICED
        return self.more if self.shifts[key] > 0 else self.less


@cache
def advices() -> dict[str, InventedAdvice]:
    """The advice on each specialism, by its code."""
    rows = _read("advices.toml")["advice"]
    return {row["code"]: InventedAdvice(**row) for row in rows}


@cache
def focus_points() -> dict[str, dict[str, str]]:
    """The focus points of each region: by its key, then by subject."""
    return _read("focus_points.toml")


@cache
def proposal_texts() -> dict[str, Any]:
    """What FMS writes beside its proposal, and the bureau beside its test."""
    return _read("proposal.toml")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
