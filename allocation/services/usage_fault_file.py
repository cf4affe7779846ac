"""All faults of a delivery as a workbook to send back to the supplier, or to mend by."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from allocation.selectors.usage_faults import expected_of, note_of, title_of
from allocation.services.usage_findings import LISTED, Listed
from allocation.workbooks import NoticeSheet, SheetOut, write_workbook
from bols_portal.ui.formats import places_text


def fault_workbook(
    listed: Iterable[Listed],
    total: int,
    context: Mapping[str, str],
    names: Mapping[str, str],
    notice: str,
) -> bytes:
    """An xlsx with a row a fault: what, sheet, cell, found, expected. Confidential."""
    lines = [_("%(count)s faults in this delivery.") % {"count": places_text(total)}, notice]
    if total > LISTED:
        lines.append(_("The first %(count)s stand here.") % {"count": places_text(LISTED)})
    rows = (
        [
            title_of(one.code),
            one.sheet,
            one.cell,
            "" if one.code == "duplicate" else one.found,
            note_of(one.code, one.params, names) or expected_of(one.code, context),
        ]
        for one in listed
    )
    header = [_("What"), _("Sheet"), _("Cell"), _("Found"), _("Expected")]
    sheet = SheetOut(_("Faults"), header, rows, widths=(45, 18, 10, 30, 60))
    return write_workbook([sheet], NoticeSheet(_("Notice"), [line for line in lines if line]))
