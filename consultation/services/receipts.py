"""The receipt of an advice, as pdf: what was filed, when, by whom, and its digest."""

from django.utils.translation import gettext as _

from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import moment_text, places_text
from consultation.models import Filing
from consultation.selectors.advices import cells_of

BODY = """#heading(told.title)
#for pair in told.facts [#strong(pair.at(0)): #pair.at(1) \\ ]
#v(4mm)
#table(columns: (auto, auto, auto, auto, 1fr), ..told.head.map(strong), ..told.rows.flatten())
#v(2mm)
#told.motivation
"""


def receipt(filing: Filing) -> bytes:
    """The receipt of a filed version, in the language of the reader."""
    cells = cells_of(filing)
    specialism = filing.specialism
    named = f"{specialism.code} {specialism.name}" if specialism else ""
    total = sum(cell.places for cell in cells.values())
    told = {
        "title": _("Receipt of advice: %(specialism)s") % {"specialism": named},
        "facts": [
            [_("Round"), str(filing.round.number)],
            [_("Version"), str(filing.number)],
            [_("Filed at"), moment_text(filing.filed_at)],
            [_("Filed by"), str(filing.filed_by)],
            [_("Total"), places_text(total)],
            *([[_("After the deadline"), _("yes, with leave of the bureau")]] * filing.late),
        ],
        "head": [_("Region"), _("Advice"), _("Lowest"), _("Highest"), _("Reason")],
        "rows": [
            [
                cell.region.name,
                places_text(cell.places),
                places_text(cell.lowest),
                places_text(cell.highest),
                cell.reason,
            ]
            for cell in cells.values()
        ],
        "motivation": filing.motivation,
        "footer": f"SHA-256: {filing.digest}",
    }
    return pdf_of(BODY, told)
