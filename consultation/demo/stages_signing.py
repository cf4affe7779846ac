"""The demo's story of phase III, second part: regions adopt, administrators sign, some differ.

Each region in another state: signed by all, one signature missing, in mediation, without consensus,
and two that still wait for clusters. Toewijzingsprotocol 2027, fase III 1.2 and 2. Invented.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.minutes import minutes
from allocation.demo.people import DOMAIN, FIRST_NAMES, LAST_NAMES
from allocation.demo.stages_story import Story
from allocation.models import Membership, Region
from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.demo.parties import coordinator_of
from consultation.demo.stages_clusters import BUSY
from consultation.enums import Stance
from consultation.models import RegionProposal, SigningSheet, SigningSlot
from consultation.selectors.clusters import filed_in
from consultation.selectors.divisions import grid_of, version_of
from consultation.selectors.regions import living_proposal
from consultation.selectors.signing import state_of
from consultation.services.board_meetings import record_board_meeting
from consultation.services.divisions import GridChange, change_grid
from consultation.services.region_proposals import adopt_region_proposal, submit_region_proposal
from consultation.services.signing import sign
from consultation.services.signing_links import send_links, sign_by_link
from consultation.services.signing_people import correct_slot

# Who has not signed yet, by region: somebody with an account, so that a visitor can.
MISSING = {"ON": "99020001"}
WITHHELD = {"Leiden": "99060002"}
# The clusters of which every trainer has signed; of the others a few, as far as the demo goes.
SIGNED_BY_TRAINERS = {"NO": ("01", "02", "03", "05", "10", "19"), "Leiden": ("02", "10", "41")}
SOME_TRAINERS = 1
DIVIDED = "Leiden"
VIEW = (
    "Onze spoedeisende hulp leidt al jaren op in de volle breedte. Zonder nieuwe plaats valt er "
    "een jaar uit het rooster."
)
REASONS = (
    "In het clusteroverleg is afgesproken dat de plaatsen om en om gaan. Dit jaar waren wij aan de "
    "beurt; daarvan wijkt het voorstel af zonder uitleg."
)
MOTIVATION = (
    "De regio houdt de opleiding dicht bij de patiënt: algemene ziekenhuizen krijgen bij gelijke "
    "kwaliteit evenveel kans. Nieuwe plaatsen gaan naar plekken met ruimte in het rooster."
)
AGREED_ON, ASKED_BY = "19", "99030002"  # kindergeneeskunde; St. Antonius
AGREED = "In de bemiddeling afgesproken: één plaats gaat naar het St. Antonius Ziekenhuis."
DIFFERENCE = "Over spoedeisende geneeskunde is het bestuur van de OOR het niet eens geworden."


def trainers_sign(story: Story) -> None:
    """7-13 May 2026: trainers sign by personal link; one of them has another view."""
    for region in Region.objects.order_by("position"):
        now = moment(2026, 5, 13, 8)
        for code, proposal in filed_in(story.cycle, region).items():
            differs = region.key == DIVIDED and code == "41"
            whole = code in SIGNED_BY_TRAINERS.get(region.key, ())
            _sign_by_link(
                proposal.sheet,
                by=coordinator_of(region),
                now=now,
                limit=None if whole else SOME_TRAINERS,
                differs=WITHHELD[DIVIDED] if differs else "",
            )


def regions_adopt(story: Story) -> None:
    """13-14 May 2026: general boards meet and adopt; administrators are asked to sign."""
    ready = Region.objects.exclude(key__in=BUSY).order_by("position")
    for position, region in enumerate(ready):
        adopt_and_sign(story, region, moment(2026, 5, 13, 8) + timedelta(hours=3 * position))


def two_submit(story: Story) -> None:
    """16 May 2026: the first two regions submit."""
    for key in ("NO", DIVIDED):
        submit(story, Region.objects.get(key=key), moment(2026, 5, 16, 10))


def the_rest_signs(story: Story) -> None:
    """19 May 2026: the last regions adopt and sign, and all submit."""
    for position, region in enumerate(Region.objects.order_by("position")):
        now = moment(2026, 5, 19, 8) + timedelta(hours=position)
        proposal = living_proposal(story.cycle, region)
        if proposal is None:
            adopt_and_sign(story, region, now)
        else:
            _sign_by_link(proposal.sheet, by=coordinator_of(region), now=now)
        found = living_proposal(story.cycle, region)
        if found is not None and found.submitted_at is None:
            submit(story, region, now + timedelta(hours=4))


def adopt_what_was_agreed(story: Story) -> None:
    """18 May 2026: after mediation Utrecht moves one place; what was signed lapses."""
    region, now = Region.objects.get(key="Utrecht"), moment(2026, 5, 18, 19)
    row = grid_of(story.cycle, region).by_code[AGREED_ON]
    giver = max((at for at in row.places if at != ASKED_BY), key=lambda at: row.places[at] or 0)
    changes = [
        GridChange(AGREED_ON, at, (row.places[at] or 0) + more, row.versions[at])
        for at, more in ((giver, -1), (ASKED_BY, 1))
    ]
    with standing_at(now):
        change_grid(
            cycle=story.cycle, region=region, changes=changes, by=coordinator_of(region), now=now
        )
    adopt_and_sign(story, region, now, reason=AGREED, adjustments={AGREED_ON: AGREED})


def adopt_and_sign(
    story: Story,
    region: Region,
    now: datetime,
    *,
    reason: str = "",
    adjustments: Mapping[str, str] | None = None,
) -> RegionProposal:
    """The general board meets and adopts; administrators sign in the portal, or else by link."""
    cycle, by = story.cycle, coordinator_of(region)
    consensus = region.key != DIVIDED
    with standing_at(now):
        record_board_meeting(
            cycle=cycle,
            region=region,
            held_on=date(2026, 5, 12),
            adjustments=reason,
            minutes=minutes(
                "Verslag van het Algemeen Bestuur",
                "12 mei 2026",
                MOTIVATION if consensus else f"{MOTIVATION}\n\n{DIFFERENCE}",
                meeting=f"Algemeen Bestuur OOR {region.key}",
                present="Aanwezig: alle bestuurders van de regio.",
            ),
            by=by,
            now=now,
        )
        proposal = adopt_region_proposal(
            cycle=cycle,
            region=region,
            consensus=consensus,
            motivation=MOTIVATION,
            views="" if consensus else DIFFERENCE,
            adjustments=adjustments or {},
            reason=reason,
            seen=version_of(cycle, region),
            by=by,
            now=now,
        )
    _sign_in_portal(proposal.sheet, now + timedelta(hours=1), region.key)
    _sign_by_link(
        proposal.sheet,
        by=by,
        now=now + timedelta(hours=2),
        leave_out=[MISSING.get(region.key, "")],
    )
    return proposal


def submit(story: Story, region: Region, now: datetime) -> None:
    """The coordinator submits; what is missing, is said with it."""
    proposal = living_proposal(story.cycle, region)
    if proposal is None:
        raise RuntimeError(f"{region} has adopted nothing")
    with standing_at(now):
        submit_region_proposal(
            proposal=proposal, incomplete=True, by=coordinator_of(region), now=now
        )


def _sign_in_portal(sheet: SigningSheet, now: datetime, key: str) -> None:
    administrators = administrators_of(
        slot.institution_id for slot in sheet.slots.all() if slot.institution.code
    )
    for slot in _unsigned(sheet):
        by = administrators.get(slot.institution_id)
        if by is None or slot.institution.code == MISSING.get(key):
            continue
        differs = slot.institution.code == WITHHELD.get(key)
        with standing_at(now):
            sign(
                slot=slot,
                stance=Stance.DISSENTS if differs else Stance.AGREES,
                view=VIEW if differs else "",
                reasons=REASONS if differs else "",
                by=by,
                now=now,
            )


def administrator_at(institution: str) -> str:
    """The invented administrator of an institution without an account; the same at every load."""
    first = FIRST_NAMES[(int(institution) // 3) % len(FIRST_NAMES)]
    return f"{first} {LAST_NAMES[int(institution) % len(LAST_NAMES)]}"


def administrators_of(institutions: Iterable[int]) -> dict[int, User]:
    """Who signs for an institution in the portal, by the institution's number."""
    held = Membership.objects.filter(role=Role.ADMINISTRATOR, institution__in=list(institutions))
    return {one.institution_id or 0: one.user for one in held.select_related("user")}


def _sign_by_link(
    sheet: SigningSheet,
    *,
    by: User,
    now: datetime,
    limit: int | None = None,
    differs: str = "",
    leave_out: Iterable[str] = (),
) -> None:
    """Who did not sign yet gets a link and uses it, an hour later."""
    skipped = set(leave_out)
    slots = [one for one in _unsigned(sheet) if one.institution.code not in skipped][:limit]
    if not slots:
        return
    with standing_at(now):
        for slot in slots:
            if not slot.email:
                address = f"bestuurder.{slot.institution.code}@{DOMAIN}"
                name = slot.name or administrator_at(slot.institution.code)
                correct_slot(slot=slot, name=name, email=address, by=by, now=now)
        links = send_links(sheet=sheet, slots=slots, by=by, now=now)
    later = now + timedelta(hours=1)
    with standing_at(later):
        for link in links:
            other = bool(differs) and link.slot.institution.code == differs
            sign_by_link(
                link=link,
                stance=Stance.DISSENTS if other else Stance.AGREES,
                view=VIEW if other else "",
                reasons=REASONS if other else "",
                now=later,
            )


def _unsigned(sheet: SigningSheet) -> list[SigningSlot]:
    return [one.slot for one in state_of(sheet).slots if one.signature is None]
