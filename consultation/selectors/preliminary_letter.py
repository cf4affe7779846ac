"""What the letter about the preliminary proposal tells an institution, all of it frozen.

Its places, what became of its dissent, and how and until when it can complain. Toewijzingsprotocol
2027, fase III 3 and fase IV.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404

from allocation.models import BoardDecision, Institution, TableCell
from allocation.roles import Right
from allocation.selectors.deadlines import DeadlineMoment, deadlines_of
from allocation.selectors.institution_tables import InstitutionTable, institution_table
from allocation.selectors.rights import Person, has_right, held_on
from consultation.enums import ClusterStatus
from consultation.models import ClusterProposal, PreliminaryChoice
from consultation.selectors.preliminary import Ruling, Rulings, choice_of, parts_of, rulings_of
from consultation.selectors.preliminary_ground import Row
from consultation.selectors.signing import SheetState, states_of


@dataclass(frozen=True, slots=True)
class Line:
    """The places of the institution for one specialism in one region."""

    region: str
    code: str
    name: str
    places: int
    ruling: Ruling | None  # where the board decided itself


@dataclass(frozen=True, slots=True)
class Dissent:
    """Another view of the institution, and what the board decided on it.

    `specialism`: the name for a cluster's proposal; empty for that of the whole region. `rulings`:
    by the name of the specialism.
    """

    region: str
    specialism: str
    view: str
    reasons: str
    rulings: Mapping[str, Ruling]

    @property
    def followed(self) -> bool:
        """Whether the board gave other numbers than were proposed."""
        return any(one.changed for one in self.rulings.values())


@dataclass(frozen=True)
class Established:
    """The established proposal with everything that letters tell, read once for a mailing."""

    decision: BoardDecision
    choice: PreliminaryChoice
    table: InstitutionTable
    rulings: Rulings
    sheets: Mapping[str, SheetState]  # of the regions, by key
    clusters: Mapping[Row, SheetState]
    complaints: DeadlineMoment | None

    def lines_of(self, institution: str) -> list[Line]:
        """The places of an institution (code), in the order of the protocol."""
        return [
            Line(key, code, self.table.names[code], places, self.rulings.get((key, code)))
            for (code, key, at), places in self.table.places.items()
            if at == institution
        ]

    def dissents_of(self, institution: str) -> list[Dissent]:
        """What the institution said against a cluster's or the region's proposal."""
        found = []
        for (key, code), sheet in self._sheets:
            said = sheet.of(institution)
            if said is None or not said.dissents or said.signature is None:
                continue
            rows = {line.code for line in self.lines_of(institution) if line.region == key}
            rulings = {
                self.table.names[row]: one
                for (at, row), one in self.rulings.items()
                if at == key and row in ({code} if code else rows)
            }
            found.append(
                Dissent(
                    key,
                    self.table.names.get(code, ""),
                    said.signature.view,
                    said.signature.reasons,
                    rulings,
                )
            )
        return found

    @cached_property
    def _sheets(self) -> list[tuple[Row, SheetState]]:
        whole = [((key, ""), sheet) for key, sheet in self.sheets.items()]
        return [*whole, *self.clusters.items()]


def established(decision: BoardDecision) -> Established:
    """What an adopted decision says; a fixed number of queries.

    Raises LookupError for a decision that established no table.
    """
    choice = choice_of(decision)
    if choice is None or decision.table is None:
        raise LookupError("the decision established no preliminary proposal")
    proposals = [one.proposal for one in parts_of(choice) if one.proposal]
    clusters = list(
        ClusterProposal.objects.filter(
            cycle=decision.cycle_id, status=ClusterStatus.FILED
        ).select_related("region", "specialism", "sheet")
    )
    states = states_of([*(one.sheet for one in proposals), *(one.sheet for one in clusters)])
    return Established(
        decision=decision,
        choice=choice,
        table=institution_table(decision.table),
        rulings=rulings_of(choice),
        sheets={one.region.key: states[one.sheet_id] for one in proposals},
        clusters={(one.region.key, one.specialism.code): states[one.sheet_id] for one in clusters},
        complaints=_complaints(decision),
    )


def _complaints(decision: BoardDecision) -> DeadlineMoment | None:
    """The last day to complain, as the agenda had it when the board decided."""
    at = decision.decided_at
    for one in deadlines_of(decision.cycle):
        if one.rule.key == "complaints":
            known = tuple(version for version in one.versions if at and version.set_at <= at)
            return DeadlineMoment(one.deadline, one.rule, known or one.versions[:1])
    return None


def own_institutions(user: Person) -> QuerySet[Institution]:
    """The institutions for which a person signs, or manages the learning house."""
    own = [
        *held_on(user, Right.SIGN, Institution),
        *held_on(user, Right.CHECK_INSTITUTION, Institution),
    ]
    return Institution.objects.filter(pk__in=own).order_by("name")


def addressed_to(user: Person, decision: BoardDecision) -> QuerySet[Institution]:
    """The institutions whose letter a person may read: the own ones; bureau, board and auditors
    all that are in the proposal."""
    named = TableCell.objects.filter(table=decision.table_id, institution__isnull=False)
    found = Institution.objects.filter(pk__in=named.values("institution")).order_by("name")
    if has_right(user, Right.READ_DOSSIERS, decision.cycle):
        return found
    return found.filter(pk__in=own_institutions(user).values("pk"))


def get_addressee(user: Person, decision: BoardDecision | None, code: str) -> Institution:
    """The institution whose letter is asked for; Http404 where there is none for this person."""
    found = addressed_to(user, decision).filter(code=code).first() if decision else None
    if found is None:
        raise Http404
    return found


def letters_of(user: Person, decision: BoardDecision | None) -> list[Institution]:
    """The own institutions of a person that have a letter."""
    if decision is None:
        return []
    own = own_institutions(user)
    return list(addressed_to(user, decision).filter(pk__in=own.values("pk")))
