"""What is not right on the workbench, in words, and where on the page it is mended.

The texts have places to fill in, so that the page can say the same while somebody types.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.engine import leeway
from bols_portal.ui.formats import places_text, signed_text
from bols_portal.ui.grids import cell_name

GRID = "bench"  # the key of the table on the page
TEXTS: dict[str, str | Promise] = {
    "unreadable": _(
        "%(name)s, %(region)s: this is not a whole number of places. It was not stored."
    ),
    "negative": _("%(name)s, %(region)s: a number can’t be below 0."),
    "structural_zero": _(
        "%(name)s, %(region)s: there is no recognised training, so the number stays 0."
    ),
    "row_total": _(
        "%(name)s: %(found)s places, and the national intake is %(highest)s (%(difference)s)."
    ),
    "region_total": _(
        "Region %(region)s: %(found)s places; from %(lowest)s to %(highest)s is allowed."
    ),
    "moved": _("%(found)s places move between regions; at most %(highest)s may."),
    "below_floor": _(
        "Region %(region)s: %(found)s places is below the floor of %(lowest)s. That is allowed, "
        "but say why."
    ),
    "reason": _("%(name)s, %(region)s: the reason for %(difference)s is missing."),
    "region_reason": _("Region %(region)s: the reason for %(difference)s in all is missing."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not right yet: where, in words, and the id of the field that mends it.

    `warning`: worth a look, but it stops nothing.
    """

    code: str
    text: str
    anchor: str
    row: str = ""
    region: str = ""
    warning: bool = False


def told(finding: leeway.Finding, names: Mapping[str, str]) -> Finding:
    """A finding of the engine in words."""
    difference = finding.found - (finding.highest or 0)
    text = TEXTS[finding.code] % {
        "name": names.get(finding.row, finding.row),
        "region": finding.column,
        "found": places_text(finding.found),
        "lowest": places_text(finding.lowest or 0),
        "highest": places_text(finding.highest or 0),
        "difference": signed_text(difference),
    }
    return Finding(
        finding.code, text, _anchor(finding), finding.row, finding.column, finding.warning
    )


def missing_reason(code: str, region: str, change: int, name: str = "") -> Finding:
    """A reason that is missing: of a cell, or without a code of the total of a region."""
    kind = "reason" if code else "region_reason"
    text = TEXTS[kind] % {"name": name, "region": region, "difference": signed_text(change)}
    return Finding(kind, text, reason_id(code, region), code, region)


def reason_id(code: str, region: str) -> str:
    """The id and name of the field for a reason."""
    return f"reason-{code}-{region}" if code else f"region-reason-{region}"


def _anchor(finding: leeway.Finding) -> str:
    if finding.row and finding.column:
        return cell_name(GRID, finding.row, finding.column)
    if finding.row:
        return f"row-{finding.row}"
    return f"total-{finding.column}" if finding.column else "total-all"
