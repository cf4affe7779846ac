"""What differs between two region assignments: institutions, and lines by what they say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from allocation.selectors.assignment_data import (
    AssignmentData,
    InstitutionData,
    LineData,
    LineKey,
)


class ChangeKind(StrEnum):
    """What happened to a line or an institution."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that is new, gone, or says something else than before."""

    key: LineKey
    old: LineData | None
    new: LineData | None

    @property
    def kind(self) -> ChangeKind:
        """What happened to it."""
        if self.old is None:
            return ChangeKind.ADDED
        return ChangeKind.REMOVED if self.new is None else ChangeKind.CHANGED

    @property
    def regions_differ(self) -> bool:
        """Whether care moves to another region: shares or regions differ, not just the rest."""
        return _regions(self.old) != _regions(self.new)


@dataclass(frozen=True, slots=True)
class InstitutionChange:
    """An institution that is new or described differently."""

    old: InstitutionData | None
    new: InstitutionData

    @property
    def kind(self) -> ChangeKind:
        """What happened to it."""
        return ChangeKind.CHANGED if self.old else ChangeKind.ADDED


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences between two assignments."""

    institutions: tuple[InstitutionChange, ...]
    lines: tuple[LineChange, ...]

    def __bool__(self) -> bool:
        return bool(self.institutions or self.lines)

    def count(self, kind: ChangeKind) -> int:
        """How many lines this happened to."""
        return sum(change.kind is kind for change in self.lines)

    @property
    def added(self) -> int:
        """Lines that are new."""
        return self.count(ChangeKind.ADDED)

    @property
    def removed(self) -> int:
        """Lines that are gone."""
        return self.count(ChangeKind.REMOVED)

    @property
    def changed(self) -> int:
        """Lines that say something else."""
        return self.count(ChangeKind.CHANGED)


def line_changes(old: Iterable[LineData], new: Iterable[LineData]) -> list[LineChange]:
    """Every line that differs, by institution and specialism."""
    before = {line.key: line for line in old}
    after = {line.key: line for line in new}
    return [
        LineChange(key, before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]


def changes_of(
    old: Iterable[LineData], known: Mapping[str, InstitutionData], new: AssignmentData
) -> Changes:
    """What a new assignment changes: its lines against the old ones, institutions against known."""
    institutions = [
        InstitutionChange(known.get(one.code), one)
        for one in new.institutions
        if known.get(one.code) != one
    ]
    return Changes(tuple(institutions), tuple(line_changes(old, new.lines)))


def _regions(line: LineData | None) -> list[tuple[str, str]]:
    return [(s.region, str(s.share)) for s in line.shares] if line else []
