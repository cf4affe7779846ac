"""Phase III at its end, for tests: NO and Utrecht submitted, the other regions have no places.

NO divides 11 places over four institutions, Utrecht 5 over two. Invented numbers.
"""

from typing import Any

from allocation.enums import DecisionStatus, PhaseStatus, TableKind
from allocation.models import BoardDecision, Cycle, Phase
from allocation.roles import Role
from allocation.services.decisions import put_to_board, vote
from allocation.services.tables import Places, add_table
from consultation.enums import MediationStatus, RegionStatus, SigningMethod, Stance
from consultation.models import (
    Mediation,
    RegionProposal,
    Signature,
    SigningSheet,
    SigningSlot,
)
from consultation.services.preliminary import Wish, decide_in_region, propose_preliminary
from tests.consultation.region_world import FITTING, TRAINED, RegionWorld
from tests.factories import NOW, appoint, institution, make_user, region, specialism
from tests.phase_1 import sha

WHY = "Het bestuur weegt de opleidingscapaciteit het zwaarst."
SAID = "Wij leiden al jaren meer op dan wij krijgen."


class PreliminaryWorld(RegionWorld):
    """All sums are right and everybody signed, but who is named in `missing` or `dissents`."""

    def __init__(
        self,
        cycle: Cycle | None = None,
        *,
        without: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
        dissents: tuple[str, ...] = (),
    ) -> None:
        super().__init__(cycle)
        self.members = [self.member, make_user("Lid B"), make_user("Lid C")]
        for one in self.members[1:]:
            appoint(one, Role.BOARD, self.cycle)
        self.learning_house = make_user("Lea Leerhuis")
        appoint(self.learning_house, Role.LEARNING_HOUSE, institution("I001"))
        self.proposals = {
            key: self.submit(key, FITTING[key], missing, dissents)
            for key in FITTING
            if key not in without
        }

    def submit(
        self,
        key: str,
        division: dict[str, dict[str, int]],
        missing: tuple[str, ...] = (),
        dissents: tuple[str, ...] = (),
    ) -> RegionProposal:
        """A submitted version of a region, signed."""
        number = RegionProposal.objects.filter(cycle=self.cycle, region=region(key)).count() + 1
        digest = sha(f"proposal {key} {number}")
        sheet = SigningSheet.objects.create(
            cycle=self.cycle,
            region=region(key),
            code=f"{key[:3].upper()}{number:05d}",
            digest=digest,
            opened_at=NOW,
            opened_by=self.coordinator,
        )
        asked = sorted({at for (where, _), row in TRAINED.items() if where == key for at in row})
        for code in asked:
            slot = SigningSlot.objects.create(sheet=sheet, institution=institution(code))
            if code not in missing:
                self.sign(slot, Stance.DISSENTS if code in dissents else Stance.AGREES)
        cells = [
            Places(code, key, places, institution=at)
            for code, row in division.items()
            for at, places in row.items()
        ]
        return RegionProposal.objects.create(
            cycle=self.cycle,
            region=region(key),
            number=number,
            status=RegionStatus.SUBMITTED,
            table=add_table(
                cycle=self.cycle, kind=TableKind.REGION, cells=cells, by=self.coordinator, now=NOW
            ),
            decided=self.decided.table,
            sheet=sheet,
            consensus=True,
            motivation="De clusters waren het eens.",
            digest=digest,
            adopted_at=NOW,
            adopted_by=self.coordinator,
            submitted_at=NOW,
            submitted_by=self.coordinator,
        )

    def sign(self, slot: SigningSlot, stance: str, method: str = SigningMethod.PORTAL) -> Signature:
        """What an institution says of its sheet."""
        view = SAID if stance == Stance.DISSENTS else ""
        return Signature.objects.create(
            slot=slot,
            number=slot.signatures.count() + 1,
            stance=stance,
            method=method,
            digest=slot.sheet.digest,
            signer_name="Bea Bestuurder",
            view=view,
            reasons="",
            at=NOW,
        )

    def mediate(self, code: str, status: str = MediationStatus.NO_CONSENSUS) -> Mediation:
        """A mediation in NO about a specialism."""
        mediation = Mediation.objects.create(
            cycle=self.cycle,
            region=region("NO"),
            number=Mediation.objects.count() + 1,
            status=status,
            institution=institution("I002"),
            discussed_inside=True,
            subject="De verdeling van het cluster.",
            process="Twee keer besproken.",
            views="I002 wil er een meer.",
            requested_at=NOW,
            requested_by=self.coordinator,
            outcome="Partijen bleven het oneens.",
        )
        mediation.specialisms.add(specialism(code))
        return mediation

    def rule(self, key: str = "NO", *, seen: int = 0, **wish: Any) -> BoardDecision:
        """The board decides itself in a region, on 02 unless told."""
        wish.setdefault("rows", ("02",))
        wish.setdefault("reason", WHY)
        return decide_in_region(
            cycle=self.cycle, region=key, wish=Wish(**wish), seen=seen, by=self.bureau, now=NOW
        )

    def propose(self, *, seen: int = 0, reason: str = "", **more: Any) -> BoardDecision:
        """Takes the proposals as they are."""
        by = more.pop("by", self.bureau)
        return propose_preliminary(cycle=self.cycle, reason=reason, seen=seen, by=by, now=NOW)

    def adopt(self, decision: BoardDecision) -> BoardDecision:
        """Puts it; its members approve until it is adopted."""
        put_to_board(decision=decision, by=self.bureau, now=NOW)
        for member in self.members:
            decision.refresh_from_db()
            if decision.status == DecisionStatus.AT_BOARD:
                vote(decision=decision, choice="approve", remark="", by=member, now=NOW)
        decision.refresh_from_db()
        return decision

    def phases(self) -> tuple[str, str]:
        """The states of phases III and IV."""
        states = dict(Phase.objects.filter(cycle=self.cycle).values_list("number", "status"))
        return states[3], states[4]


CLOSED_AND_OPEN = (PhaseStatus.CLOSED, PhaseStatus.OPEN)
