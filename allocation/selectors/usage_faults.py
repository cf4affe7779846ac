"""The faults and warnings of a usage import in words, grouped by kind.

What was found can be usage: these texts are shown to bureau and auditors alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from allocation.enums import CareType
from allocation.models import UsageImport
from allocation.selectors.workbook_faults import explain
from allocation.workbooks import FaultCode, WorkbookFault
from bols_portal.ui.formats import places_text

Text = str | Promise
OTHER = "…"

# Per kind of fault: what it is, and what was expected.
KINDS: dict[str, tuple[Text, Text]] = {
    "file": (_("The file can’t be used"), ""),
    "no_table": (
        _("No sheet with the columns of a delivery"),
        _("a first row with the titles: %(titles)s"),
    ),
    "missing_column": (_("A column is missing"), _("a column with this title")),
    "double_column": (_("A column stands there twice"), _("every column once")),
    "no_lines": (_("There are no lines under the column titles"), _("at least one line")),
    "institution_empty": (_("No institution code"), _("a code from the list of institutions")),
    "institution_unknown": (
        _("Unknown institution code"),
        _("a code from the list of institutions"),
    ),
    "institution_name": (
        _("The name does not belong to the institution code"),
        _("the name as in the list of institutions, or no name"),
    ),
    "institution_kind": (
        _("The file says ZBC, the list of institutions says otherwise"),
        _("the same kind in both; correct the file or the list"),
    ),
    "specialism_empty": (_("No specialism code"), _("a code of the protocol, such as 02")),
    "specialism_unknown": (_("Unknown specialism code"), _("a code of the protocol, such as 02")),
    "specialism_outside": (
        _("Specialism outside the administrative framework"),
        _("only specialisms that the calculation distributes"),
    ),
    "specialism_source": (
        _("Specialism of the other supplier"),
        _("a specialism that the protocol takes from %(source)s"),
    ),
    "care_empty": (_("No care type"), _("one of: %(care_types)s")),
    "care_unknown": (_("Unknown care type"), _("one of: %(care_types)s")),
    "care_gp": (
        _("Procedures for patients of general practitioners"),
        _("without patients of general practitioners"),
    ),
    "care_source": (_("Care type of the other supplier"), _("one of: %(care_types)s")),
    "care_specialism": (
        _("Care type that does not count for this specialism"),
        _("a care type that the protocol counts for it"),
    ),
    "year_wrong": (_("Wrong year"), _("%(year)s, the usage year of the protocol")),
    "amount_empty": (_("No amount"), _("a whole number of 0 or more")),
    "amount_negative": (_("Negative amount"), _("a whole number of 0 or more")),
    "amount_fraction": (
        _("Amount with a point or a comma"),
        _("a whole number without separators"),
    ),
    "amount_text": (_("Amount that is no number"), _("a whole number of 0 or more")),
    "amount_too_large": (_("Amount that is too large to be right"), _("at most 1,000,000,000,000")),
    "duplicate": (
        _("The same line again"),
        _("every institution, specialism, care type and detail once"),
    ),
    "without_usage": (
        _("Specialism without any care usage"),
        _("at least one institution with usage"),
    ),
    "control_missing": (
        _("No control totals"),
        _("the totals per specialism and care type as the supplier states them"),
    ),
    "control_specialism": (
        _("Control total of an unknown specialism"),
        _("a code of the protocol, such as 02"),
    ),
    "control_care": (
        _("Control total of a care type that this supplier does not deliver for it"),
        _("one of: %(care_types)s"),
    ),
    "control_amount": (
        _("Control total that is no whole number"),
        _("a whole number of 0 or more"),
    ),
    "control_double": (_("Control total that is stated twice"), _("every total once")),
    "control_sheet_differs": (
        _("The control totals on the page and in the file differ"),
        _("the same totals, or only one of the two"),
    ),
    "control_absent": (
        _("Lines without a control total"),
        _("a control total for everything that is delivered"),
    ),
    "control_differs": (
        _("Control total that does not agree with the lines"),
        _("the same number"),
    ),
    # Warnings.
    "no_region": (_("Institutions without a region for a specialism"), ""),
    "no_assignment": (_("There is no region assignment yet to compare with"), ""),
    "hidden": (_("Hidden rows or columns were read too"), ""),
    "formulas": (_("Cells with a formula: their saved result was read"), ""),
    "other_sheet": (_("Other sheets were not read"), ""),
}


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """Faults of one kind with the same value: how many, and the first cells."""

    value: str
    note: str
    count: int
    where: str
    cells: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """How many lines: "1.240 regels"."""
        lines = {"count": places_text(self.count)}
        return ngettext("%(count)s line", "%(count)s lines", self.count) % lines

    @property
    def more(self) -> int:
        """How many lines are not named by their cell."""
        return max(self.count - len(self.cells), 0) if self.cells else 0


@dataclass(frozen=True, slots=True)
class FaultKind:
    """All faults of one kind."""

    code: str
    title: str
    expected: str
    groups: list[FaultGroup] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there are in all."""
        return sum(group.count for group in self.groups)


def context_of(usage_import: UsageImport, care_types: Iterable[CareType]) -> dict[str, str]:
    """What the texts of an import refer to: its source, its year and what is delivered."""
    return {
        "source": usage_import.get_source_display(),
        "year": str(usage_import.usage_year),
        "care_types": ", ".join(str(care.label) for care in care_types),
        "titles": "Instellingscode, Specialismecode, Zorgtype, Jaar, Aantal",
    }


def kinds_of(
    groups: Iterable[Mapping[str, Any]],
    context: Mapping[str, str],
    names: Mapping[str, str],
) -> list[FaultKind]:
    """Stored groups in words, by kind, in the order in which they were found.

    `names`: the names of specialisms by code.
    """
    kinds: dict[str, FaultKind] = {}
    for group in groups:
        code = str(group["code"])
        kind = kinds.get(code)
        if kind is None:
            kind = kinds[code] = FaultKind(code, title_of(code), expected_of(code, context))
        kind.groups.append(_group(group, names))
    return list(kinds.values())


def title_of(code: str) -> str:
    """What kind of fault it is."""
    return str(KINDS[code][0])


def expected_of(code: str, context: Mapping[str, str]) -> str:
    """What was expected instead."""
    text = str(KINDS[code][1])
    return text % context if "%(" in text else text


def _group(group: Mapping[str, Any], names: Mapping[str, str]) -> FaultGroup:
    code, value, params = str(group["code"]), str(group["value"]), group["params"]
    if code == "duplicate" and value != OTHER:
        value = ""  # the number of a row; the note says so
    if value == OTHER:
        value = gettext("%(count)s other values") % {"count": places_text(params["others"])}
    return FaultGroup(
        value=value,
        note=note_of(code, params, names),
        count=int(group["count"]),
        where=str(group["sheet"]),
        cells=tuple(group["cells"]),
    )


def note_of(code: str, params: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What is known besides what was found: the right name, both totals."""
    if code in ("control_differs", "control_absent"):
        total = {
            "what": f"{params['specialism']} {names.get(params['specialism'], '')}".strip(),
            "care_type": CareType(params["care_type"]).label,
            "stated": places_text(params["stated"]),
            "counted": places_text(params["counted"]),
        }
        return (
            gettext(
                "%(what)s, %(care_type)s: the supplier states %(stated)s, "
                "the lines give %(counted)s"
            )
            % total
        )
    if "first" in params:
        return gettext("the same as row %(row)s") % {"row": params["first"]}
    if code == "no_region":
        return f"{params['name']}: {params['specialisms']}"
    if code == "file":
        fault = WorkbookFault(FaultCode(params["file_code"]), **params["file_params"])
        return str(explain(fault))
    return str(params.get("name", ""))
