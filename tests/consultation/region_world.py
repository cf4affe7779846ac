"""Phase III as it begins, for tests: places decided, trainings recognised. Invented numbers.

Region NO has four institutions. Specialism 02 is trained in I001, I002 and N003 and has 5 places;
05 in I001 and I002, 3 places; 22 in I001 alone (sole training), 2 places; 31 in I001 and N004, 1
place. Region Utrecht has I003 (02: 4 places, 22: 1 place) and U002 (02).
"""

from datetime import date, timedelta

from allocation.enums import (
    AssignmentBasis,
    AssignmentStatus,
    DecisionKind,
    DecisionStatus,
    InstitutionKind,
    PhaseNumber,
    PhaseStatus,
    TableKind,
)
from allocation.models import (
    AssignmentLine,
    AssignmentShare,
    AssignmentVersion,
    BoardDecision,
    Cycle,
    DeadlineVersion,
    Institution,
    Phase,
    Region,
    Specialism,
)
from allocation.roles import Role
from allocation.services.phases import plan_phases
from allocation.services.tables import Places, add_table
from bols_portal.accounts.models import User
from tests.factories import (
    NOW,
    appoint,
    cluster,
    institution,
    make_bureau,
    make_cycle,
    make_reference_data,
    make_user,
    region,
    specialism,
)
from tests.phase_1 import sha

MORE = [  # code, name, place, region
    ("N003", "Ziekenhuis Wolddijk", "Assen", "NO"),
    ("N004", "Kliniek Oostersingel", "Groningen", "NO"),
    ("U002", "Ziekenhuis De Uithof", "Zeist", "Utrecht"),
]
TRAINED = {
    ("NO", "02"): ["I001", "I002", "N003"],
    ("NO", "05"): ["I001", "I002"],
    ("NO", "22"): ["I001"],
    ("NO", "31"): ["I001", "N004"],
    ("Utrecht", "02"): ["I003", "U002"],
    ("Utrecht", "22"): ["I003"],
}
GIVEN = {
    ("NO", "02"): 5,
    ("NO", "05"): 3,
    ("NO", "22"): 2,
    ("NO", "31"): 1,
    ("Utrecht", "02"): 4,
    ("Utrecht", "22"): 1,
}
# A division that fits, as {specialism code: {institution code: places}}.
FITTING = {
    "NO": {
        "02": {"I001": 3, "I002": 1, "N003": 1},
        "05": {"I001": 2, "I002": 1},
        "22": {"I001": 2},
        "31": {"I001": 1, "N004": 0},
    },
    "Utrecht": {"02": {"I003": 3, "U002": 1}, "22": {"I003": 1}},
}


class RegionWorld:
    """The board has decided; phase III is open; deadlines lie a month ahead of NOW."""

    def __init__(self, cycle: Cycle | None = None) -> None:
        """In a cycle that is there, or in one of its own."""
        make_reference_data()
        for code, name, city, key in MORE:
            Institution.objects.update_or_create(
                code=code,
                defaults={
                    "name": name,
                    "city": city,
                    "kind": InstitutionKind.GENERAL,
                    "home_region": region(key),
                },
            )
        self.cycle = cycle or make_cycle()
        self.bureau = make_bureau()
        if not self.cycle.phases.exists():
            plan_phases(cycle=self.cycle, by=self.bureau, now=NOW)
        closed = Phase.objects.filter(cycle=self.cycle, number__lt=PhaseNumber.INSTITUTIONS)
        closed.update(status=PhaseStatus.CLOSED)
        self.set_phase(PhaseStatus.OPEN)
        self.set_day("mediation", NOW.date() + timedelta(days=20))
        self.set_day("region_proposals", NOW.date() + timedelta(days=30))
        self.secretary = self._person("Saar Secretaris", Role.SECRETARY, None)
        self.coordinator = self._person("Coen Coordinator", Role.COORDINATOR, region("NO"))
        self.other = self._person("Otto Overig", Role.COORDINATOR, region("Utrecht"))
        self.chair = self._person("Vera Voorzitter", Role.CLUSTER_CHAIR, cluster("NO", "02"))
        self.trainer = self._person("Teun Opleider", Role.TRAINER, cluster("NO", "02"))
        self.administrator = self._person("Bea Bestuurder", Role.ADMINISTRATOR, institution("I001"))
        self.elsewhere = self._person("Ed Elders", Role.ADMINISTRATOR, institution("I003"))
        self.member = self._person("Mia Bestuurslid", Role.BOARD, self.cycle)
        self.auditor = self._person("Aad Auditor", Role.AUDITOR, self.cycle)
        self.assignment = self._assign()
        self.decided = self._decide()

    def _person(self, name: str, role: Role, on: object) -> User:
        user = make_user(name)
        appoint(user, role, on)  # type: ignore[arg-type]
        return user

    def set_phase(self, status: PhaseStatus) -> None:
        """Puts phase III in a status."""
        Phase.objects.filter(cycle=self.cycle, number=PhaseNumber.INSTITUTIONS).update(
            status=status
        )

    def without_a_day(self) -> None:
        """The agenda names no day, so that pages are open whatever the clock says."""
        for key in ("mediation", "region_proposals"):
            self.set_day(key, None)

    def set_day(self, key: str, day: date | None) -> None:
        """Sets a deadline of the agenda anew ("vóór" that day)."""
        last = DeadlineVersion.objects.filter(deadline__cycle=self.cycle, deadline__key=key).latest(
            "number"
        )
        DeadlineVersion.objects.create(
            deadline=last.deadline,
            number=last.number + 1,
            day=day,
            kind=last.kind,
            reason="Voor de test.",
            set_at=NOW,
            set_by=self.bureau,
        )

    def _assign(self) -> AssignmentVersion:
        version = AssignmentVersion.objects.create(
            cycle=self.cycle,
            number=1,
            status=AssignmentStatus.ESTABLISHED,
            reference_date=date(2025, 11, 1),
            digest=sha("assignment of phase III"),
            created_at=NOW,
            created_by=self.bureau,
            established_at=NOW,
            sent_to_check_at=NOW,
        )
        for (key, code), institutions in TRAINED.items():
            for at in institutions:
                line = AssignmentLine.objects.create(
                    version=version,
                    institution=institution(at),
                    specialism=specialism(code),
                    recognised=True,
                    recognition_source="RGS",
                    basis=AssignmentBasis.AGREEMENT,
                )
                AssignmentShare.objects.create(
                    line=line, region=region(key), numerator=1, denominator=1
                )
        return version

    def _decide(self) -> BoardDecision:
        cells = [
            Places(code, key, GIVEN.get((key, code), 0))
            for code in Specialism.objects.values_list("code", flat=True)
            for key in Region.objects.values_list("key", flat=True)
        ]
        table = add_table(
            cycle=self.cycle, kind=TableKind.DECIDED, cells=cells, by=self.bureau, now=NOW
        )
        return BoardDecision.objects.create(
            cycle=self.cycle,
            number=1,
            phase=PhaseNumber.REGIONS,
            kind=DecisionKind.DISTRIBUTION,
            status=DecisionStatus.ADOPTED,
            title="Verdeling over de OOR's",
            text="De verdeling.",
            table=table,
            prepared_at=NOW,
            prepared_by=self.bureau,
            decided_at=NOW,
        )
