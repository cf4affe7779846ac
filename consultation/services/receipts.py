"""The receipt of an advice, as pdf: what was filed, when, by whom, and its digest."""

from django.utils.translation import gettext as _

from allocation.models import TableCell
from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import moment_text, places_text
from consultation.models import Filing
from consultation.selectors.advices import base_of, cells_of

BODY = """#heading(told.title)
#for pair in told.facts [#strong(pair.at(0)): #pair.at(1) \\ ]
#v(4mm)
#table(columns: (auto,) * told.columns + (1fr,), ..told.head.map(strong), ..told.rows.flatten())
#v(2mm)
#told.motivation
"""


def receipt(filing: Filing) -> bytes:
    """The receipt of a filed version, in the language of the reader."""
    specialism = filing.specialism
    base = base_of(filing.round.table, specialism) if specialism else {}
    named = f"{specialism.code} {specialism.name}" if specialism else ""
    total = sum(cell.places for cell in filing.cells.all())
    told = {
        "title": _("Receipt of advice: %(specialism)s") % {"specialism": named},
        "facts": [
            [_("Round"), str(filing.round.number)],
            [_("Version"), str(filing.number)],
            [_("Filed at"), moment_text(filing.filed_at)],
            [_("Filed by"), str(filing.filed_by)],
            [_("Total"), places_text(total)],
            *unchanged_fact(filing),
            *([[_("After the deadline"), _("yes, with leave of the bureau")]] * filing.late),
        ],
        "columns": 5 if base else 4,
        "head": [
            _("Region"),
            *([_("Base")] * bool(base)),
            _("Advice"),
            _("Lowest"),
            _("Highest"),
            _("Reason"),
        ],
        "rows": _rows(filing, base),
        "motivation": filing.motivation,
        "footer": f"SHA-256: {filing.digest}",
    }
    return pdf_of(BODY, told)


def unchanged_fact(filing: Filing) -> list[list[str]]:
    """Whether it is what was filed in an earlier round, as it was."""
    earlier = filing.unchanged_from
    if earlier is None:
        return []
    return [
        [_("Unchanged"), _("as in round %(number)s") % {"number": earlier.round.number}],
    ]


def _rows(filing: Filing, base: dict[str, TableCell]) -> list[list[str]]:
    """A line a region; with the base distribution where there is one."""
    return [
        [
            cell.region.name,
            *([places_text(base[key].places) if key in base else ""] * bool(base)),
            places_text(cell.places),
            places_text(cell.lowest),
            places_text(cell.highest),
            cell.reason,
        ]
        for key, cell in cells_of(filing).items()
    ]
