"""The region assignment as pages show it: lines grouped by institution, with their state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import get_language

from allocation.enums import AssignmentBasis, CheckOutcome
from allocation.models import AssignmentLine, AssignmentShare, AssignmentVersion, LineCheck
from allocation.roles import Right
from allocation.selectors.assignment import lines_visible_to
from allocation.selectors.assignment_check import (
    LEARNING_HOUSE,
    CheckBook,
    Checker,
    CheckState,
    Counts,
    check_book,
    checker_of,
    root_of,
)
from allocation.selectors.assignment_data import exact_decimal
from allocation.selectors.memberships import Person
from allocation.selectors.rights import has_right


@dataclass(frozen=True, slots=True)
class ShareView:
    """A share on a page: the region, the exact share, and the fte it follows from, if shown."""

    region: str
    share: Fraction
    fte: Fraction | None = None
    fte_total: Fraction | None = None

    @property
    def text(self) -> str:
        """The share as a fraction: "2/5"; "1" for all of it."""
        return str(self.share)

    @property
    def fte_text(self) -> str:
        """The fte of this region over three years: "12,4"."""
        return _decimal(self.fte)

    @property
    def fte_total_text(self) -> str:
        """The fte of all regions of the line over three years."""
        return _decimal(self.fte_total)


@dataclass(frozen=True, slots=True)
class LineView:
    """A line on a page, for this person: what it says, its state, and any objection to it."""

    line: AssignmentLine
    shares: tuple[ShareView, ...]
    state: CheckState | None  # None: this person checks nothing here
    own: bool  # this person can confirm it or object to it
    objection: LineCheck | None

    @property
    def divided(self) -> bool:
        """Whether the line belongs to more than one region."""
        return len(self.shares) > 1

    @property
    def answered(self) -> bool:
        """Whether the bureau answered the objection."""
        return self.objection is not None and hasattr(self.objection, "answer")


@dataclass(frozen=True, slots=True)
class InstitutionGroup:
    """The lines of one institution that a page shows."""

    code: str
    name: str
    city: str
    number: int
    lines: tuple[LineView, ...]
    counts: Counts

    @property
    def own_todo(self) -> int:
        """How many of these lines this person has still to view."""
        return sum(line.own and line.state is CheckState.TODO for line in self.lines)


@dataclass(frozen=True, slots=True)
class CheckPage:
    """All lines that a person sees of a version, before any filter."""

    version: AssignmentVersion
    book: CheckBook
    checker: Checker
    views: tuple[LineView, ...]

    @property
    def counts(self) -> Counts:
        """The states of the lines that this person checks, or of all for who reads along."""
        return Counts.of(view.state for view in self.views if view.state)


def check_page(user: Person, version: AssignmentVersion) -> CheckPage:
    """The lines a person may see with their states; three queries, however many lines."""
    book = check_book(version, lines_visible_to(user, version))
    checker = checker_of(user)
    overall = has_right(user, Right.READ_DOSSIERS, version.cycle)
    views = tuple(_view(book, line, checker, overall) for line in book.lines)
    return CheckPage(version, book, checker, views)


def line_view(user: Person, line: AssignmentLine) -> LineView:
    """One line as a page shows it."""
    book = check_book(
        line.version,
        AssignmentLine.objects.filter(pk=line.pk).select_related("institution", "specialism"),
    )
    overall = has_right(user, Right.READ_DOSSIERS, line.version.cycle)
    return _view(book, book.lines[0], checker_of(user), overall)


def _view(book: CheckBook, line: AssignmentLine, checker: Checker, overall: bool) -> LineView:
    capacities = checker.capacities(line.institution_id, book.regions(line))
    state = book.state(line, capacities) if capacities else None
    if not capacities and overall:
        state = book.overall(line)
    everyone = [*book.regions(line), LEARNING_HOUSE]
    objection = next(
        (
            check
            for capacity in everyone
            if (overall or capacity in capacities)
            and (check := book.latest.get((root_of(line), capacity)))
            and check.outcome == CheckOutcome.OBJECTED
        ),
        None,
    )
    shares = tuple(
        _share(share, book.shares[line.pk], overall or bool(capacities), line)
        for share in book.shares[line.pk]
    )
    return LineView(line, shares, state, bool(capacities), objection)


def _share(
    share: AssignmentShare, shares: Sequence[AssignmentShare], with_fte: bool, line: AssignmentLine
) -> ShareView:
    exact = Fraction(share.numerator, share.denominator)
    if line.basis != AssignmentBasis.PRO_RATA or not with_fte:
        return ShareView(share.region.key, exact)
    total = sum((_fte(one) for one in shares), Fraction(0))
    return ShareView(share.region.key, exact, _fte(share), total)


def _fte(share: AssignmentShare) -> Fraction:
    return sum((Fraction(text) for text in share.fte), Fraction(0))


def filtered(
    views: Iterable[LineView], *, status: str, region: str, institution: str, specialism: str
) -> list[LineView]:
    """The lines that fit every filter that is filled in."""
    return [
        view
        for view in views
        if (not status or view.state == status)
        and (not region or any(share.region == region for share in view.shares))
        and (not institution or view.line.institution.code == institution)
        and (not specialism or view.line.specialism.code == specialism)
    ]


def grouped(views: Iterable[LineView]) -> list[InstitutionGroup]:
    """Lines by institution, in the order in which they come."""
    lines: dict[int, list[LineView]] = {}
    for view in views:
        lines.setdefault(view.line.institution_id, []).append(view)
    groups = []
    for number, found in lines.items():
        institution = found[0].line.institution
        groups.append(
            InstitutionGroup(
                code=institution.code,
                name=institution.name,
                city=institution.city,
                number=number,
                lines=tuple(found),
                counts=Counts.of(view.state for view in found if view.state),
            )
        )
    return groups


def _decimal(number: Fraction | None) -> str:
    if number is None:
        return ""
    text = exact_decimal(number)
    return text.replace(".", ",") if (get_language() or "nl").startswith("nl") else text
