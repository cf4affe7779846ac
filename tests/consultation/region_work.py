"""A region's work on its proposal, for tests: divided, discussed, adopted, signed. Invented."""

from collections.abc import Mapping
from typing import Any

from allocation.roles import Role
from consultation.enums import Stance
from consultation.models import (
    BoardMeeting,
    ClusterCell,
    ClusterProposal,
    RegionProposal,
    SigningSlot,
)
from consultation.selectors.divisions import version_of
from consultation.services.divisions import GridChange, change_grid
from consultation.services.region_proposals import adopt_region_proposal
from consultation.services.signing import SlotWish, open_sheet, sign
from tests.consultation.region_world import FITTING, RegionWorld
from tests.factories import NOW, appoint, institution, make_user, region, specialism
from tests.phase_1 import sha

WHY = "Het opleidingsklimaat vraagt hierom."
KNOWN = {"N003": ("Wim Wolddijk", "wim@wolddijk.example")}


def ready(
    world: RegionWorld,
    *,
    key: str = "NO",
    meeting: bool = True,
    division: Mapping[str, Mapping[str, int]] | None = None,
) -> None:
    """Fills in the division, and records a meeting of the general board."""
    changes = [
        GridChange(code, at, number, 0)
        for code, row in (division or FITTING[key]).items()
        if code != "22"  # a sole training
        for at, number in row.items()
    ]
    by = world.coordinator if key == "NO" else world.other
    change_grid(cycle=world.cycle, region=region(key), changes=changes, by=by, now=NOW)
    if meeting:
        BoardMeeting.objects.create(
            cycle=world.cycle,
            region=region(key),
            number=1,
            held_on=NOW.date(),
            recorded_at=NOW,
            recorded_by=by,
        )


def adopt(world: RegionWorld, **changed: Any) -> RegionProposal:
    """Adopts the division as it stands; `changed` replaces what is passed."""
    key = changed.pop("key", "NO")
    given: dict[str, Any] = {
        "cycle": world.cycle,
        "region": region(key),
        "consensus": True,
        "motivation": "De clusters waren het eens.",
        "views": "",
        "adjustments": {},
        "reason": "",
        "seen": version_of(world.cycle, region(key)),
        "by": world.coordinator if key == "NO" else world.other,
        "now": NOW,
    }
    return adopt_region_proposal(**given | changed)


def sign_all(world: RegionWorld, proposal: RegionProposal, *, but: str = "") -> None:
    """Every institution signs in the portal (but the one with this code)."""
    for slot in SigningSlot.objects.filter(sheet=proposal.sheet).select_related("institution"):
        code = slot.institution.code
        if code == but or slot.signatures.exists():
            continue
        if code in KNOWN:
            slot.name, slot.email = KNOWN[code]
            slot.save(update_fields=["name", "email"])
        person = make_user(f"Bestuurder {code}")
        appoint(person, Role.ADMINISTRATOR, institution(code))
        fresh = SigningSlot.objects.select_related("sheet__cycle", "institution").get(pk=slot.pk)
        sign(slot=fresh, stance=Stance.AGREES, by=person, now=NOW)


def cluster_filed(world: RegionWorld, code: str, places: Mapping[str, int]) -> ClusterProposal:
    """A filed proposal of a cluster of NO, with its sheet; nobody signed it."""
    sheet = open_sheet(
        cycle=world.cycle,
        region=region("NO"),
        specialism=specialism(code),
        digest=sha(f"cluster {code}"),
        slots=[
            SlotWish(institution(at), f"Opleider {at}", f"{at.lower()}-{code}@example.nl")
            for at in places
        ],
        by=world.coordinator,
        now=NOW,
    )
    proposal = ClusterProposal.objects.create(
        cycle=world.cycle,
        region=region("NO"),
        specialism=specialism(code),
        number=1,
        report="cluster_reports/2027/verslag.pdf",
        report_name="verslag.pdf",
        report_digest=sha("verslag"),
        digest=sheet.digest,
        sheet=sheet,
        filed_at=NOW,
        filed_by=world.coordinator,
    )
    ClusterCell.objects.bulk_create(
        ClusterCell(proposal=proposal, institution=institution(at), places=number)
        for at, number in places.items()
    )
    return proposal
