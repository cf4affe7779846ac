"""The receipt of a request for mediation, as pdf: what was asked, when, by whom, its digest."""

from django.utils.translation import gettext as _

from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import date_text, moment_text
from consultation.models import Mediation
from consultation.services.focus_receipt import BODY
from consultation.services.mediation_content import digest_of


def receipt_of(mediation: Mediation) -> bytes:
    """The receipt of a request, in the language of the reader."""
    digest = digest_of(mediation)
    told = {
        "title": _("Receipt of a request for mediation: %(region)s") % {"region": mediation.region},
        "facts": [
            [_("Number"), str(mediation.number)],
            [_("Received at"), moment_text(mediation.requested_at)],
            [_("Asked by"), f"{mediation.requested_by}, {mediation.capacity}"],
            [_("Specialisms"), ", ".join(str(one) for one in mediation.specialisms.all())],
            [_("Discussed inside the region"), discussed_text(mediation)],
            [_("About the protocol itself"), _("yes") if mediation.about_protocol else _("no")],
            *([[_("Not taken up"), mediation.refusal.replace("\n", " ")]] * bool(mediation.rule)),
        ],
        "points": [
            [label, text]
            for label, text in (
                (_("What mediation is asked about"), mediation.subject),
                (_("The process inside the region"), mediation.process),
                (_("The views that differ"), mediation.views),
            )
            if text
        ],
        "files_title": _("Attachments"),
        "files": [
            [one.name, f"SHA-256: {one.digest}"]
            for one in mediation.documents.all()
            if one.added_at == mediation.requested_at
        ],
        "warnings_title": "",
        "warnings": [],
        "footer": f"SHA-256: {digest}",
    }
    return pdf_of(BODY, told)


def discussed_text(mediation: Mediation) -> str:
    """Whether it was discussed inside the region, when and with whom."""
    if not mediation.discussed_inside:
        return _("no")
    if mediation.discussed_on is None:
        return mediation.discussed_with
    return f"{date_text(mediation.discussed_on)}: {mediation.discussed_with}"
