"""The page of a cluster's proposal: what is typed beside last year's places and the frames."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocation.models import Institution
from bols_portal.ui.grids import parse_places
from consultation.models import CapacityFrame, ClusterDraft, ClusterProposal
from consultation.selectors.capacity import outside
from consultation.selectors.clusters import ClusterGround

LEAST_ROWS = 3  # fields for days of meetings
Errors = Mapping[tuple[str, str], str]  # by institution code (or row) and field


@dataclass(frozen=True, slots=True)
class FormLine:
    """One institution: what was typed, what it had last year, and what is wrong."""

    institution: Institution
    places: str
    reason: str
    name: str
    email: str
    last_year: int | None
    frame: CapacityFrame | None
    errors: Mapping[str, str]

    @property
    def code(self) -> str:
        """The code of the institution."""
        return self.institution.code

    @property
    def number(self) -> int | None:
        """What was typed, as a number; None where it can't be read."""
        try:
            return parse_places(self.places)
        except ValueError:
            return None

    @property
    def is_outside(self) -> bool:
        """Whether the number lies outside the capacity frame."""
        return bool(self.frame and self.number is not None and outside(self.number, self.frame))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A field for the day of a meeting."""

    row: int
    text: str
    error: str


@dataclass(frozen=True, slots=True)
class FormSheet:
    """The form, with what was typed in it."""

    lines: tuple[FormLine, ...]
    meetings: tuple[Meeting, ...]
    motivation: str
    assembly: bool
    given: int
    total_error: str
    report_error: str

    @property
    def total(self) -> int:
        """The places typed so far."""
        return sum(line.number or 0 for line in self.lines)

    @property
    def meeting_errors(self) -> bool:
        """Whether something is wrong with a day."""
        return any(one.error for one in self.meetings)

    @property
    def has_frames(self) -> bool:
        """Whether a frame was set for one of the institutions."""
        return any(line.frame for line in self.lines)

    @property
    def last_year(self) -> int:
        """The places that these institutions had last year."""
        return sum(line.last_year or 0 for line in self.lines)


def form_sheet(ground: ClusterGround, content: Mapping[str, Any], errors: Errors) -> FormSheet:
    """The form with this content; no queries."""
    lines = tuple(_line(ground, one, content, errors) for one in ground.institutions)
    days = [one for one in content.get("meetings", []) if one.strip()]
    days += [""] * max(1, LEAST_ROWS - len(days))
    return FormSheet(
        lines=lines,
        meetings=tuple(
            Meeting(row, text, errors.get((str(row), "meeting"), ""))
            for row, text in enumerate(days)
        ),
        motivation=content.get("motivation", ""),
        assembly=bool(content.get("assembly")),
        given=ground.given,
        total_error=next((text for (_at, name), text in errors.items() if name == "total"), ""),
        report_error=errors.get(("", "report"), ""),
    )


def _line(
    ground: ClusterGround, one: Institution, content: Mapping[str, Any], errors: Errors
) -> FormLine:
    trainer = content.get("trainers", {}).get(one.code, {})
    return FormLine(
        institution=one,
        places=content.get("places", {}).get(one.code, ""),
        reason=content.get("reasons", {}).get(one.code, ""),
        name=trainer.get("name", ""),
        email=trainer.get("email", ""),
        last_year=ground.last_year.get(one.code, 0) if ground.has_last_year else None,
        frame=ground.frames.get(one.code),
        errors={name: text for (at, name), text in errors.items() if at == one.code},
    )


def unfiled(draft: ClusterDraft | None, last: ClusterProposal | None) -> ClusterDraft | None:
    """The draft, where it was saved after the last version was filed."""
    if draft is None or (last is not None and draft.saved_at <= last.filed_at):
        return None
    return draft
