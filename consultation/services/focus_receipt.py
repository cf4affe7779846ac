"""The receipt of focus points, as pdf: what was filed, when, by whom, and its digest."""

from django.utils.translation import gettext as _

from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import moment_text
from consultation.models import Filing
from consultation.selectors.focus import filed_focus
from consultation.services.focus_content import warning_texts
from consultation.services.receipts import unchanged_fact

BODY = """#heading(told.title)
#for pair in told.facts [#strong(pair.at(0)): #pair.at(1) \\ ]
#for point in told.points [
  #v(3mm)
  #heading(level: 2, point.at(0))
  #for line in point.at(1).split("\\n") [#line #linebreak()]
]
#if told.files.len() > 0 [
  #v(3mm)
  #heading(level: 2, told.files_title)
  #for file in told.files [#file.at(0) \\ #text(size: 7pt, file.at(1)) \\ ]
]
#if told.warnings.len() > 0 [
  #v(3mm)
  #heading(level: 2, told.warnings_title)
  #for line in told.warnings [#line \\ ]
]
"""


def receipt_of_focus(filing: Filing) -> bytes:
    """The receipt of a filed version, in the language of the reader."""
    focus = filed_focus(filing)
    if focus is None:
        raise TypeError("Only a filed version has a receipt.")
    told = {
        "title": _("Receipt of focus points: %(region)s") % {"region": filing.region},
        "facts": [
            [_("Round"), str(filing.round.number)],
            [_("Version"), str(filing.number)],
            [_("Filed at"), moment_text(filing.filed_at)],
            [_("Filed by"), str(filing.filed_by)],
            *unchanged_fact(filing),
            *([[_("After the deadline"), _("yes, with leave of the bureau")]] * filing.late),
        ],
        "points": [[one.label, one.text] for one in focus.subjects],
        "files_title": _("Attachments"),
        "files": [[one.name, f"SHA-256: {one.digest}"] for one in focus.attachments],
        "warnings_title": _("Warning that you saw"),
        "warnings": warning_texts(filing.warnings),
        "footer": f"SHA-256: {filing.digest}",
    }
    return pdf_of(BODY, told)
