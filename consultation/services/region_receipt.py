"""The receipt of a region's proposal, as pdf: what was submitted, when, by whom, what lacked."""

from django.utils.translation import gettext as _

from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import moment_text, places_text
from consultation.selectors.region_lacking import texts_of
from consultation.selectors.region_sheet import RegionSheet
from consultation.selectors.signing import shown_code

BODY = """#heading(told.title)
#for pair in told.facts [#strong(pair.at(0)): #pair.at(1) \\ ]
#if told.missing.len() > 0 [
  #v(2mm)
  #heading(level: 2, told.missing_title)
  #for line in told.missing [- #line
  ]
]
#v(3mm)
#table(columns: (auto, 1fr, 1fr, auto), ..told.head.map(strong), ..told.rows.flatten())
#v(3mm)
#heading(level: 2, told.motivation_title)
#for line in told.motivation.split("\\n") [#line #linebreak()]
"""


def receipt_of_region(sheet: RegionSheet) -> bytes:
    """The receipt of a submitted version, in the language of the reader."""
    proposal, table = sheet.proposal, sheet.table
    submitted = proposal.submitted_at
    told = {
        "title": _("Receipt of the proposal of %(region)s") % {"region": proposal.region},
        "facts": [
            [_("Version"), str(proposal.number)],
            [_("Submitted at"), moment_text(submitted) if submitted else ""],
            [_("Submitted by"), str(proposal.submitted_by)],
            *([[_("After the deadline"), _("yes, with leave of the bureau")]] * proposal.late),
            [_("Adopted by consensus"), _("yes") if proposal.consensus else _("no")],
            [_("Total"), places_text(table.total())],
            [_("Code of the signatures"), shown_code(proposal.sheet.code)],
        ],
        "missing_title": _("Missing when it was submitted"),
        "missing": texts_of(proposal.lacking),
        "head": [_("Code"), _("Specialism"), _("Institution"), _("Places")],
        "rows": [
            [code, table.names[code], table.institutions[at].name, places_text(number)]
            for (code, _region, at), number in table.places.items()
            if number
        ],
        "motivation_title": _("Motivation of the whole"),
        "motivation": proposal.motivation,
        "footer": f"SHA-256: {proposal.digest}",
    }
    return pdf_of(BODY, told)
