"""Versions of a region's proposal (OOR-voorstel): adopted, replaced, submitted, sent back, taken
over. The only writer of its status. Toewijzingsprotocol 2027, fase III 1.2, 2 and 3.

A version is never changed: what its general board adopts anew is a new version with a new sheet,
and what was signed on the earlier one does not count for it. The sheet stays open after a version
was submitted, so that who has not signed yet still can; it closes when the version is replaced, or
when the board has taken it over.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from allocation.enums import TableKind
from allocation.errors import Fault, FaultyInput, Refused, Stale
from allocation.models import Cycle, Region, Specialism
from allocation.permissions import may_run_process
from allocation.services import audit
from allocation.services.tables import Places, add_table
from allocation.services.tables import digest_of as digest_of_table
from bols_portal.accounts.models import User
from bols_portal.ui.typed import keepable
from consultation.models import RegionAdjustment, RegionProposal
from consultation.permissions import BUNDLE, SIGN, may_divide
from consultation.policies.phase import phase_3_runs
from consultation.policies.regions import is_late, may_adopt, may_submit
from consultation.selectors.distribution import decided_table
from consultation.selectors.divisions import Grid, grid_of, places_of_grid
from consultation.selectors.region_departures import departures_in
from consultation.selectors.region_lacking import lacking_in
from consultation.selectors.region_proposals import living_proposal
from consultation.selectors.region_signatories import signatories_in
from consultation.services.region_content import Content, cleaned, digest_of, faults_in
from consultation.services.region_leave import grant_region_leave, record_leave
from consultation.services.region_mail import mail_return, mail_submission
from consultation.services.signing import SlotWish, close_sheet, open_sheet
from consultation.transitions import REGION_PROPOSAL

__all__ = [
    "adopt_region_proposal",
    "establish_region_proposal",
    "grant_region_leave",
    "return_region_proposal",
    "submit_region_proposal",
]


@transaction.atomic
def adopt_region_proposal(
    *,
    cycle: Cycle,
    region: Region,
    consensus: bool,
    motivation: str,
    views: str,
    adjustments: Mapping[str, str],
    reason: str,
    seen: int,
    by: User,
    now: datetime,
    replaces: int | None = None,
) -> RegionProposal:
    """Freezes the division as the version that the general board adopted, and asks to sign it.

    `adjustments`: by specialism code, why the region departs from its cluster. `reason`: why an
    earlier version is replaced. `seen`: the version of the grid that was looked at, `replaces`: the
    number of the version that was (0: there was none; None: not looked at). Raises Stale where a
    colleague was first, FaultyInput with everything that is wrong, Refused where nothing differs.
    """
    may_divide(by, region).enforce()
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    earlier = living_proposal(cycle, region)
    may_adopt(cycle, earlier).enforce()
    grid = grid_of(cycle, region)
    if seen != grid.version or replaces not in (None, earlier.number if earlier else 0):
        raise Stale(_("A colleague changed something in the meantime. Look again, then adopt."))
    departures = departures_in(cycle, region, grid)
    typed = Content(consensus, motivation, views, adjustments)
    content, reason = cleaned(typed, departures), keepable(reason).strip()
    faults = faults_in(cycle, region, grid, departures, content)
    if earlier and not reason:
        faults.append(Fault(_("Say why you replace the earlier version."), cell="reason"))
    if faults:
        raise FaultyInput(_("The proposal can’t be adopted yet."), faults, rule=BUNDLE)
    cells = _cells(region, grid)
    digest = digest_of(cycle, region, digest_of_table(TableKind.REGION, cells), content)
    if earlier and earlier.digest == digest:
        raise Refused(_("Nothing differs from version %(n)s.") % {"n": earlier.number}, rule=BUNDLE)
    if earlier:
        _move(earlier, "replace", reason, by, now, ended_at=now, remark=reason)
        close_sheet(sheet=earlier.sheet, because="replaced", now=now)
    proposal = _create(cycle, region, cells, digest, content, earlier, by, now)
    _log("adopt", proposal, by, now, consensus=consensus)
    return proposal


@transaction.atomic
def submit_region_proposal(
    *, proposal: RegionProposal, incomplete: bool = False, by: User, now: datetime
) -> RegionProposal:
    """Submits the version that is being signed to BOLS, and prepares a message to the bureau.

    Raises FaultyInput with all that is missing, unless `incomplete` says that it is known; what was
    missing is kept with the proposal. After the deadline only with leave of the bureau.
    """
    may_divide(by, proposal.region).enforce()
    locked = _locked(proposal)
    REGION_PROPOSAL.step(locked.status, "submit")
    may_submit(locked.cycle, locked.region, now).enforce()
    if decided_table(locked.cycle) != locked.decided:
        raise Refused(
            _("The board has decided anew on the distribution. Adopt a version that fits it."),
            rule=SIGN,
        )
    missing = lacking_in(locked)
    if missing and not incomplete:
        raise FaultyInput(
            _("The proposal is not complete yet."),
            [Fault(one.text, cell=one.code) for one in missing],
            rule=SIGN,
        )
    _move(
        locked,
        "submit",
        "",
        by,
        now,
        submitted_at=now,
        submitted_by=by,
        late=is_late(locked.cycle, now),
        lacking=[one.code for one in missing],
    )
    mail_submission(locked, missing, by=by, now=now)
    return locked


@transaction.atomic
def return_region_proposal(
    *, proposal: RegionProposal, reason: str, by: User, now: datetime, until: date | None = None
) -> RegionProposal:
    """Sends a submitted version back to the region, for a reason, and tells its coordinators.

    Signatures stay: they lapse only when the region adopts another version. `until`: the last day
    to submit again; after the deadline it must be given.
    """
    may_run_process(by, proposal.cycle).enforce()
    locked = _locked(proposal)
    reason = keepable(reason).strip()
    REGION_PROPOSAL.step(locked.status, "return", reason=reason)
    phase_3_runs(locked.cycle_id).enforce()
    if until is not None:
        record_leave(
            cycle=locked.cycle, region=locked.region, until=until, reason=reason, by=by, now=now
        )
    elif not may_submit(locked.cycle, locked.region, now):
        fault = Fault(_("Choose the last day on which the region can submit again."), cell="until")
        raise FaultyInput(_("The proposal was not sent back."), [fault], rule=SIGN)
    _move(locked, "return", reason, by, now, remark=reason)
    mail_return(locked, until, by=by, now=now)
    return locked


def establish_region_proposal(
    *, proposal: RegionProposal, by: User, now: datetime
) -> RegionProposal:
    """The board took the version over in the preliminary proposal, in the board's transaction.

    Nothing is signed on it any more.
    """
    _move(proposal, "establish", "", by, now, ended_at=now)
    close_sheet(sheet=proposal.sheet, because="submitted", now=now)
    return proposal


def _cells(region: Region, grid: Grid) -> list[Places]:
    """The division as cells: every institution with a recognised training, also with 0 places."""
    return [
        Places(code, region.key, number, institution=at)
        for (code, at), number in places_of_grid(grid).items()
    ]


def _create(
    cycle: Cycle,
    region: Region,
    cells: list[Places],
    digest: str,
    content: Content,
    earlier: RegionProposal | None,
    by: User,
    now: datetime,
) -> RegionProposal:
    wishes = [
        SlotWish(one.institution, one.name, one.email) for one in signatories_in(cycle, region)
    ]
    decided = decided_table(cycle)
    if not wishes or decided is None:
        raise Refused(_("No institution of this region has a recognised training."), rule=BUNDLE)
    table = add_table(cycle=cycle, kind=TableKind.REGION, cells=cells, by=by, now=now)
    sheet = open_sheet(
        cycle=cycle, region=region, specialism=None, digest=digest, slots=wishes, by=by, now=now
    )
    proposal = RegionProposal.objects.create(
        cycle=cycle,
        region=region,
        number=earlier.number + 1 if earlier else 1,
        table=table,
        decided=decided,
        sheet=sheet,
        consensus=content.consensus,
        motivation=content.motivation,
        views=content.views,
        digest=digest,
        adopted_at=now,
        adopted_by=by,
    )
    specialisms = {one.code: one for one in Specialism.objects.all()}
    RegionAdjustment.objects.bulk_create(
        RegionAdjustment(proposal=proposal, specialism=specialisms[code], reason=text)
        for code, text in content.adjustments.items()
    )
    return proposal


def _locked(proposal: RegionProposal) -> RegionProposal:
    """The proposal as it is now; the cycle is locked first, so that steps come one by one."""
    Cycle.objects.select_for_update().get(pk=proposal.cycle_id)
    return (
        RegionProposal.objects.select_for_update(of=("self",))
        .select_related("cycle", "region", "table", "decided", "sheet")
        .get(pk=proposal.pk)
    )


def _move(
    proposal: RegionProposal, action: str, reason: str, by: User, now: datetime, **fields: Any
) -> None:
    edge = REGION_PROPOSAL.step(proposal.status, action, reason=reason)
    moved = RegionProposal.objects.filter(
        pk=proposal.pk, status=edge.before, version=proposal.version
    ).update(status=edge.after, version=F("version") + 1, **fields)
    if not moved:
        raise Stale(_("Somebody else changed this proposal at the same moment. Look again."))
    proposal.refresh_from_db(fields=["status", "version", *fields])
    if action == "submit":
        _log(action, proposal, by, now, late=proposal.late, lacking=proposal.lacking)
    else:
        _log(action, proposal, by, now, reason=reason)


def _log(
    action: str, proposal: RegionProposal, by: User, now: datetime, reason: str = "", **facts: Any
) -> None:
    audit.write(
        f"region_proposal.{action}",
        by=by,
        now=now,
        subject=proposal,
        label=f"{proposal.cycle.name}, {proposal.region.key}",
        cycle=proposal.cycle,
        reason=reason,
        number=proposal.number,
        digest=proposal.digest,
        **facts,
    )
