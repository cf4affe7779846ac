"""What the portal knows that a delivery is checked against: institutions, specialisms, protocol."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allocation.enums import CareType, InstitutionKind, UsageSource
from allocation.models import AssignmentLine, Cycle, Institution, Specialism
from allocation.protocols.rules import SpecialismRule
from allocation.selectors.assignment import current_assignment, established_assignment
from allocation.selectors.cycles import protocol_of


@dataclass(frozen=True, slots=True)
class Known:
    """An institution or specialism: its number in the database, code, name and kind."""

    pk: int
    code: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Everything a delivery of one source is checked against."""

    source: UsageSource
    usage_year: int
    excluded_kinds: frozenset[str]
    institutions: Sequence[Known]
    specialisms: Sequence[Known]
    rules: Mapping[str, SpecialismRule]
    # (institution, specialism) that have a region; None where there is no assignment yet.
    assigned: frozenset[tuple[int, int]] | None

    @property
    def expected(self) -> list[tuple[str, CareType]]:
        """What this source delivers: every specialism with its care types, in protocol order."""
        return [
            (rule.code, CareType(care))
            for rule in self.rules.values()
            if rule.usage_source == self.source
            for care in rule.care_types
        ]

    @property
    def care_types(self) -> list[CareType]:
        """The care types of this source, in the order of the protocol's profiles."""
        return list(dict.fromkeys(care for _code, care in self.expected))

    def is_excluded(self, kind: str) -> bool:
        """Whether institutions of this kind are left out: ZBCs.

        Notitie adherentieberekening 2026, vraag 9.
        """
        return kind in self.excluded_kinds


def register_of(cycle: Cycle, source: str) -> Register:
    """The register for a delivery of one source. Four queries, whatever the size."""
    protocol = protocol_of(cycle)
    usage = protocol.usage
    version = established_assignment(cycle) or current_assignment(cycle)
    assigned = None
    if version is not None:
        lines = AssignmentLine.objects.filter(version=version)
        assigned = frozenset(lines.values_list("institution_id", "specialism_id"))
    excluded = usage.excluded_kinds if usage else (InstitutionKind.ZBC.value,)
    return Register(
        source=UsageSource(source),
        usage_year=usage.year if usage else 0,
        excluded_kinds=frozenset(excluded),
        institutions=[
            Known(*row)
            for row in Institution.objects.order_by("pk").values_list("pk", "code", "name", "kind")
        ],
        specialisms=[
            Known(*row)
            for row in Specialism.objects.order_by("position").values_list("pk", "code", "name")
        ],
        rules={rule.code: rule for rule in protocol.specialisms},
        assigned=assigned,
    )
