"""What only the protocol of 2016 has: history, pilot, staffel, professions, circumstances."""

from dataclasses import dataclass

from allocation.protocols.origin import Origin


@dataclass(frozen=True, slots=True)
class History:
    """Training history as a criterion: realised in- and through-flow plus an allocated intake."""

    realised_years: tuple[int, ...]
    allocated_year: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Pilot:
    """Specialisms distributed by policy criteria that the association weighs."""

    specialisms: tuple[str, ...]
    criteria: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class StaffelStep:
    """For an intake from … up to and including …: at most so many places of difference."""

    from_places: int
    up_to: int
    most: int


@dataclass(frozen=True, slots=True)
class Staffel:
    """A guideline: how far a region may differ from a distribution by history."""

    steps: tuple[StaffelStep, ...]
    origin: Origin

    def most(self, intake: int) -> int | None:
        """The largest difference for this intake; None below and above the steps.

        A boundary value belongs to the stricter class: the first step that holds it.
        """
        for step in self.steps:
            if step.from_places <= intake <= step.up_to:
                return step.most
        return None


@dataclass(frozen=True, slots=True)
class Professions:
    """Professions that propose the distribution over regions and institutions themselves."""

    specialisms: tuple[str, ...]
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Special circumstances (bijzondere omstandigheden) that regions and clusters may name."""

    regions: tuple[str, ...]
    clusters: tuple[str, ...]
    origin: Origin
