"""What a version of a region's proposal holds: checked against the rules, and sealed by a digest.

Toewijzingsprotocol 2027, fase III 1.2.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.errors import Fault
from allocation.models import Cycle, Region
from bols_portal.ui.typed import keepable
from consultation.models import BoardMeeting
from consultation.selectors.divisions import Grid, faults_of
from consultation.selectors.region_departures import Departure

FORMAT = "bols-region-proposal-1"
WITHOUT_VIEWS = gettext_lazy("Write down the views that differ, and of whom.")
WITHOUT_REASON = gettext_lazy("%(name)s: say why the region departs from the cluster’s proposal.")


@dataclass(frozen=True, slots=True)
class Content:
    """What the general board adopted beside the numbers.

    `adjustments`: by specialism code, why the region departs from its cluster's proposal.
    """

    consensus: bool
    motivation: str
    views: str
    adjustments: Mapping[str, str] = field(default_factory=dict)


def cleaned(content: Content, departures: list[Departure]) -> Content:
    """The texts as they are kept; reasons for what does not depart stay behind."""
    return Content(
        consensus=content.consensus,
        motivation=keepable(content.motivation).strip(),
        views="" if content.consensus else keepable(content.views).strip(),
        adjustments={
            one.code: text
            for one in departures
            if (text := keepable(content.adjustments.get(one.code, "")).strip())
        },
    )


def faults_in(
    cycle: Cycle, region: Region, grid: Grid, departures: list[Departure], content: Content
) -> list[Fault]:
    """Everything that keeps the region from adopting; `cell` names the field of the form."""
    found = [Fault(one.text, cell="division") for one in faults_of(grid)]
    if not BoardMeeting.objects.filter(cycle=cycle, region=region).exists():
        found.append(Fault(_("Record the meeting of the general board first."), cell="meeting"))
    if not content.motivation:
        found.append(Fault(_("Write the motivation of the whole."), cell="motivation"))
    if not content.consensus and not content.views:
        found.append(Fault(WITHOUT_VIEWS, cell="views"))
    return found + [
        Fault(
            WITHOUT_REASON % {"name": one.name},
            cell=f"adjust_{one.code}",
        )
        for one in departures
        if one.code not in content.adjustments
    ]


def digest_of(cycle: Cycle, region: Region, table: str, content: Content) -> str:
    """SHA-256 over the digest of the table, and all that is signed with it."""
    sealed = {
        "format": FORMAT,
        "year": cycle.year,
        "region": region.key,
        "table": table,
        "consensus": content.consensus,
        "motivation": content.motivation,
        "views": content.views,
        "adjustments": sorted(content.adjustments.items()),
    }
    text = json.dumps(sealed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
