"""Storing the lines of a version, tied to the lines of the version before that did not change."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from allocation.errors import Refused
from allocation.models import (
    AssignmentLine,
    AssignmentShare,
    AssignmentVersion,
    Institution,
    Region,
    Specialism,
)
from allocation.selectors.assignment import lines_of_version
from allocation.selectors.assignment_data import LineData, LineKey

BATCH = 500


def _roots(current: AssignmentVersion | None) -> dict[LineKey, tuple[LineData, int]]:
    """Per line of the current version its content and the line on which its checks hang."""
    if current is None:
        return {}
    roots = AssignmentLine.objects.filter(version=current).values_list(
        "institution__code", "specialism__code", "root", "pk"
    )
    of_line = {(i, s): root or pk for i, s, root, pk in roots}
    return {line.key: (line, of_line[line.key]) for line in lines_of_version(current)}


def store_lines(
    version: AssignmentVersion,
    lines: Sequence[LineData],
    institutions: dict[str, Institution],
    current: AssignmentVersion | None,
) -> None:
    """Adds the lines with their shares; a line that did not change keeps the root of `current`."""
    roots = _roots(current)
    specialisms = {one.code: one for one in Specialism.objects.all()}
    regions = {one.key: one for one in Region.objects.all()}
    rows = []
    for line in lines:
        if line.institution not in institutions or line.specialism not in specialisms:
            raise Refused(
                _("%(institution)s, specialism %(specialism)s is not known.")
                % {"institution": line.institution, "specialism": line.specialism}
            )
        old, root = roots.get(line.key, (None, None))
        rows.append(
            AssignmentLine(
                version=version,
                institution=institutions[line.institution],
                specialism=specialisms[line.specialism],
                recognised=line.recognised,
                recognition_source=line.source,
                basis=line.basis,
                root_id=root if old == line else None,
            )
        )
    stored = AssignmentLine.objects.bulk_create(rows, batch_size=BATCH)
    AssignmentShare.objects.bulk_create(
        [
            AssignmentShare(
                line=row,
                region=regions[share.region],
                numerator=share.share.numerator,
                denominator=share.share.denominator,
                fte=list(share.fte),
            )
            for row, line in zip(stored, lines, strict=True)
            for share in line.shares
        ],
        batch_size=BATCH,
    )
