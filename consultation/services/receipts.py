"""The receipt of an advice, as pdf: what was filed, when, by whom, and its digest."""

import json
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bols_portal.ui.formats import moment_text, places_text
from consultation.models import Filing
from consultation.selectors.advices import cells_of

FONTS = Path(settings.BASE_DIR) / "static" / "vendor" / "fonts"
# Texts that people wrote come in as data, so that nothing in them is read as markup.
TEMPLATE = """#let told = json(bytes(sys.inputs.told))
#set document(title: told.title)
#set page(paper: "a4", margin: 22mm)
#set text(font: "Source Sans 3", size: 10pt, lang: told.lang)
#heading(told.title)
#for pair in told.facts [#strong(pair.at(0)): #pair.at(1) \\ ]
#v(4mm)
#table(columns: (auto, auto, auto, auto, 1fr), stroke: 0.4pt, ..told.head.map(strong),
  ..told.rows.flatten())
#v(2mm)
#told.motivation
#v(1fr)
#text(size: 8pt)[SHA-256: #told.digest]
"""


def receipt(filing: Filing) -> bytes:
    """The receipt of a filed version, in the language of the reader."""
    cells = cells_of(filing)
    specialism = filing.specialism
    named = f"{specialism.code} {specialism.name}" if specialism else ""
    total = sum(cell.places for cell in cells.values())
    told = {
        "lang": (get_language() or "nl")[:2],
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
        "digest": filing.digest,
    }
    compiled: bytes = typst.compile(  # type: ignore[misc]  # its stub
        TEMPLATE.encode(), font_paths=[str(FONTS)], sys_inputs={"told": json.dumps(told)}
    )
    return compiled
