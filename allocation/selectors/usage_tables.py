"""The figures of a usage import as its pages show them. Confidential: bureau and auditors alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.http import Http404

from allocation.enums import CareType, UsageSource
from allocation.models import Cycle, Institution, Specialism, UsageImport, UsageRow
from allocation.selectors.cycles import protocol_of

Key = tuple[str, str]


def specialism_names() -> dict[str, str]:
    """The names of specialisms by code."""
    return dict(Specialism.objects.values_list("code", "name"))


def expected_of_source(cycle: Cycle, source: str) -> list[tuple[str, str, list[CareType]]]:
    """Code, name and care types of every specialism that a source delivers, in protocol order."""
    return [
        (rule.code, rule.name, [CareType(care) for care in rule.care_types])
        for rule in protocol_of(cycle).specialisms
        if rule.usage_source == source
    ]


def care_types_of_source(cycle: Cycle, source: str) -> list[CareType]:
    """The care types of a source, in the order of the protocol."""
    found = (care for _code, _name, cares in expected_of_source(cycle, source) for care in cares)
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One specialism and care type: what the lines give beside what the supplier states."""

    code: str
    name: str
    care: str
    counted: int
    left_out: int
    stated: int | None
    first: bool  # the first row of its specialism

    @property
    def with_left_out(self) -> int:
        """The whole file: with the lines of ZBCs."""
        return self.counted + self.left_out


def total_rows(usage_import: UsageImport, names: Mapping[str, str]) -> list[TotalRow]:
    """The national totals of an import with its control totals side by side."""
    stated = {
        (one["specialism"], one["care_type"]): int(one["amount"])
        for one in usage_import.control_totals
    }
    rows: list[TotalRow] = []
    for one in usage_import.totals:
        code, care = one["specialism"], one["care_type"]
        rows.append(
            TotalRow(
                code=code,
                name=names.get(code, ""),
                care=str(CareType(care).label),
                counted=int(one["counted"]),
                left_out=int(one["left_out"]),
                stated=stated.get((code, care)),
                first=not rows or rows[-1].code != code,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """An institution with what it adds up to in an import, and in the one before."""

    code: str
    name: str
    amount: int
    before: int | None = None

    @property
    def change(self) -> int:
        """The difference with the import before."""
        return self.amount - (self.before or 0)


def institution_rows(usage_import: UsageImport) -> list[InstitutionRow]:
    """Every institution with its total, by name. One query."""
    return [InstitutionRow(*row) for row in _by_institution(usage_import)]


def _by_institution(usage_import: UsageImport) -> list[tuple[str, str, int]]:
    rows = (
        UsageRow.objects.filter(usage_import=usage_import)
        .values_list("institution__code", "institution__name")
        .annotate(total=Sum("amount"))
        .order_by("institution__name", "institution__code")
    )
    return [(code, name, int(total)) for code, name, total in rows]


def get_institution(usage_import: UsageImport, code: str) -> Institution:
    """An institution that has usage in this import; Http404 for any other."""
    found = Institution.objects.filter(code=code).first()
    if (
        found is None
        or not UsageRow.objects.filter(usage_import=usage_import, institution=found).exists()
    ):
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class InstitutionLine:
    """What one institution delivered for one specialism: an amount per care type, and the sum."""

    code: str
    name: str
    amounts: Sequence[int | None]
    total: int


def institution_lines(
    usage_import: UsageImport, institution: Institution, cares: Sequence[CareType]
) -> list[InstitutionLine]:
    """The specialisms of an institution with their amounts by care type, in protocol order."""
    rows = (
        UsageRow.objects.filter(usage_import=usage_import, institution=institution)
        .order_by("specialism__position")
        .values_list("specialism__code", "specialism__name", "care_type", "amount")
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for code, name, care, amount in rows:
        found.setdefault((code, name), {})[care] = amount
    return [
        InstitutionLine(
            code, name, [amounts.get(care.value) for care in cares], sum(amounts.values())
        )
        for (code, name), amounts in found.items()
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in two imports."""

    code: str
    name: str
    care: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """After minus before."""
        return self.after - self.before


def national_changes(
    before: UsageImport, after: UsageImport, names: Mapping[str, str]
) -> list[Change]:
    """The specialisms and care types of which the national total differs, in protocol order."""
    old = {(one["specialism"], one["care_type"]): int(one["counted"]) for one in before.totals}
    new = {(one["specialism"], one["care_type"]): int(one["counted"]) for one in after.totals}
    return [
        Change(
            key[0],
            names.get(key[0], ""),
            str(CareType(key[1]).label),
            old.get(key, 0),
            new.get(key, 0),
        )
        for key in dict.fromkeys([*new, *old])
        if old.get(key, 0) != new.get(key, 0)
    ]


def institution_changes(before: UsageImport, after: UsageImport) -> list[InstitutionRow]:
    """The institutions of which the total differs, the largest difference first. Two queries."""
    old = {code: (name, amount) for code, name, amount in _by_institution(before)}
    new = {code: (name, amount) for code, name, amount in _by_institution(after)}
    rows = [
        InstitutionRow(
            code,
            new.get(code, old.get(code, ("", 0)))[0],
            new.get(code, ("", 0))[1],
            old.get(code, ("", 0))[1],
        )
        for code in dict.fromkeys([*new, *old])
    ]
    return sorted((row for row in rows if row.change), key=lambda row: (-abs(row.change), row.name))


def canonical_rows(usage_import: UsageImport) -> list[tuple[str, str, str, str, str, int]]:
    """All stored rows: institution code and name, specialism code and name, care type, amount."""
    rows = UsageRow.objects.filter(usage_import=usage_import).order_by(
        "institution__code", "specialism__position", "care_type"
    )
    labels = {care.value: str(care.label) for care in CareType}
    return [
        (code, name, specialism, title, labels[care], amount)
        for code, name, specialism, title, care, amount in rows.values_list(
            "institution__code",
            "institution__name",
            "specialism__code",
            "specialism__name",
            "care_type",
            "amount",
        )
    ]


def source_of(text: str) -> UsageSource:
    """The supplier that an address names; Http404 for any other word."""
    try:
        return UsageSource(text)
    except ValueError:
        raise Http404 from None
