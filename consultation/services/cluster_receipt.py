"""The receipt of a cluster's proposal, as pdf: what was filed, when, by whom, and its digest."""

from django.utils.translation import gettext as _

from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import date_text, moment_text, places_text
from consultation.models import ClusterProposal
from consultation.selectors.signing import shown_code

BODY = """#heading(told.title)
#for pair in told.facts [#strong(pair.at(0)): #pair.at(1) \\ ]
#v(4mm)
#table(columns: (2fr, auto, 3fr), ..told.head.map(strong), ..told.rows.flatten())
#v(2mm)
#told.motivation
"""


def receipt_of_cluster(proposal: ClusterProposal) -> bytes:
    """The receipt of a filed version, in the language of the reader."""
    specialism, cells = proposal.specialism, list(proposal.cells.all())
    total = sum(cell.places for cell in cells)
    days = [date_text(one.held_on) for one in proposal.meetings.all()]
    held = _("Meeting of all trainers") if proposal.assembly else _("Meeting of the cluster")
    told = {
        "title": _("Receipt of cluster proposal: %(specialism)s")
        % {"specialism": f"{specialism.code} {specialism.name}"},
        "facts": [
            [_("Region"), proposal.region.name],
            [_("Version"), str(proposal.number)],
            [_("Filed at"), moment_text(proposal.filed_at)],
            [_("Filed by"), str(proposal.filed_by)],
            [held, ", ".join(days)],
            [_("Report"), f"{proposal.report_name}, SHA-256: {proposal.report_digest}"],
            [_("Signing code"), shown_code(proposal.sheet.code)],
        ],
        "head": [_("Institution"), _("Places"), _("Reason")],
        "rows": [
            *([one.institution.name, places_text(one.places), one.reason] for one in cells),
            [_("Total"), places_text(total), ""],
        ],
        "motivation": proposal.motivation,
        "footer": f"SHA-256: {proposal.digest}",
    }
    return pdf_of(BODY, told)
