"""What is signed and how it stands, in words."""

from django.utils.translation import gettext as _

from consultation.models import SigningSheet


def content_name(sheet: SigningSheet) -> str:
    """What is signed, short: of which region, and for a cluster of which specialism."""
    if sheet.specialism is None:
        return _("Proposal of %(region)s") % {"region": sheet.region.name}
    facts = {"specialism": sheet.specialism.name, "region": sheet.region.name}
    return _("Cluster proposal %(specialism)s, %(region)s") % facts


def declaration_of(sheet: SigningSheet) -> list[str]:
    """What who signs declares. Toewijzingsprotocol 2027, fase III 1.1 and 2."""
    if sheet.specialism is not None:
        return [
            _("These numbers, and the report that goes with them, are what the cluster proposes."),
            _("The cluster met about them at least once."),
        ]
    return [
        _("These numbers are what the region proposes for this institution."),
        _("The proposal came about with care."),
        _("The advice of the training clusters was taken along in the decision."),
    ]
