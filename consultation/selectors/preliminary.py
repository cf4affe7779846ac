"""Reading decisions on the preliminary proposal (voorlopig toewijzingsvoorstel)."""

import hashlib
import json
from dataclasses import dataclass

from allocation.enums import DecisionKind, TableKind
from allocation.models import BoardDecision, Cycle
from allocation.selectors.decisions import adopted_decision, living_decision
from allocation.selectors.institution_tables import InstitutionTable, Key, institution_table
from consultation.models import (
    Mediation,
    PreliminaryChoice,
    PreliminaryPart,
    PreliminaryRuling,
)
from consultation.selectors.preliminary_ground import PreliminaryGround, Row

FORMAT = "bols-preliminary-1"
KIND = "preliminary_letter"  # of the enclosure with the places of an institution


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the board decides on a row: places by institution code, proposed and decided."""

    reason: str
    decided: dict[str, int]
    proposed: dict[str, int | None]
    mediation: Mediation | None = None

    @property
    def changed(self) -> bool:
        """Whether it gives other numbers than the region proposed."""
        return any((self.proposed.get(at) or 0) != places for at, places in self.decided.items())


Rulings = dict[Row, Ruling]


def living_preliminary(cycle: Cycle) -> BoardDecision | None:
    """The decision that is being prepared or lies before the board."""
    return living_decision(cycle, [DecisionKind.PRELIMINARY])


def adopted_preliminary(cycle: Cycle) -> BoardDecision | None:
    """The decision by which the preliminary proposal was established."""
    return adopted_decision(cycle, DecisionKind.PRELIMINARY, TableKind.PRELIMINARY)


def preliminary_table(cycle: Cycle) -> InstitutionTable | None:
    """The preliminary proposal that the board established; None while it has not."""
    decision = adopted_preliminary(cycle)
    return institution_table(decision.table) if decision and decision.table else None


def choice_of(decision: BoardDecision) -> PreliminaryChoice | None:
    """What the decision says: the last choice."""
    return (
        PreliminaryChoice.objects.filter(decision=decision)
        .select_related("proposed_by")
        .order_by("-number")
        .first()
    )


def parts_of(choice: PreliminaryChoice) -> list[PreliminaryPart]:
    """The proposals on which it rests, in the order of the regions."""
    return list(
        choice.parts.select_related(
            "region", "proposal__cycle", "proposal__region", "proposal__sheet"
        )
    )


def rulings_of(choice: PreliminaryChoice | None) -> Rulings:
    """What the board decides itself, by region key and specialism code; two queries."""
    if choice is None:
        return {}
    rulings: Rulings = {}
    for one in written_in(choice):
        cells = list(one.cells.all())
        rulings[one.region.key, one.specialism.code] = Ruling(
            reason=one.reason,
            decided={cell.institution.code: cell.decided for cell in cells},
            proposed={cell.institution.code: cell.proposed for cell in cells},
            mediation=one.mediation,
        )
    return rulings


def written_in(choice: PreliminaryChoice) -> list[PreliminaryRuling]:
    """The rulings as they are written, each with its cells, in the order of the protocol."""
    found = PreliminaryRuling.objects.filter(choice=choice).select_related(
        "region", "specialism", "mediation"
    )
    return list(found.prefetch_related("cells__institution"))


def digest_of(choice: PreliminaryChoice) -> str:
    """SHA-256 over the reason, the proposals it rests on, and every ruling with its cells."""
    content = {
        "format": FORMAT,
        "reason": choice.reason,
        "parts": [
            [one.region.key, one.proposal.digest if one.proposal else ""]
            for one in parts_of(choice)
        ],
        "rulings": [
            [
                *row,
                one.mediation.number if one.mediation else 0,
                one.reason,
                [[at, one.proposed[at], places] for at, places in sorted(one.decided.items())],
            ]
            for row, one in sorted(rulings_of(choice).items())
        ],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def said_of(cycle: Cycle) -> Rulings:
    """What the last decision says that is prepared, lies before the board or was adopted."""
    decision = living_preliminary(cycle) or adopted_preliminary(cycle)
    return rulings_of(choice_of(decision)) if decision else {}


def joined(ground: PreliminaryGround, rulings: Rulings) -> dict[Key, int]:
    """The seven proposals as one table, with what the board decides itself in its place."""
    found: dict[Key, int] = {}
    for one in ground.regions:
        for code in one.given:
            ruling = rulings.get((one.key, code))
            division = ruling.decided if ruling else one.division(code) if one.submitted else {}
            found |= {(code, one.key, at): places for at, places in division.items()}
    return found
