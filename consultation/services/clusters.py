"""Proposals of clusters (clustervoorstellen): drafts, filed versions, and sending one back.

The only writer of their status. Toewijzingsprotocol 2027, fase III 1.1 and 1.2.
"""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.errors import FaultyInput, Refused, Stale
from allocation.models import Cycle, Region, Specialism
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import ClusterCell, ClusterDraft, ClusterMeeting, ClusterProposal
from consultation.permissions import CLUSTERS, may_chair, may_divide
from consultation.policies.clusters import may_file_now
from consultation.policies.divisions import may_change_grid
from consultation.selectors.clusters import (
    ClusterGround,
    Content,
    draft_of,
    filed_of,
    ground_of,
    versions_of,
)
from consultation.services.cluster_content import Checked, as_typed, checked
from consultation.services.cluster_digest import digest_of, says_the_same
from consultation.services.cluster_mail import mail_filed, mail_returned
from consultation.services.cluster_reports import drop_unused, keep_report
from consultation.services.cluster_takeover import take_over, take_over_all
from consultation.services.signing import SlotWish, close_sheet, open_sheet
from consultation.transitions import CLUSTER

__all__ = [
    "digest_of",
    "file_cluster",
    "return_cluster",
    "save_cluster_draft",
    "take_over",
    "take_over_all",
]


@transaction.atomic
def save_cluster_draft(
    *,
    cycle: Cycle,
    region: Region,
    specialism: Specialism,
    content: Content,
    seen: int,
    by: User,
    now: datetime,
    report: UploadedFile[Any] | None = None,
) -> ClusterDraft:
    """Keeps what was typed, right or not. `seen`: the version it was typed over (0: none).

    A `report` replaces the one before. Raises Stale, and keeps the other's draft, where a colleague
    saved in between; FaultyInput for a report that can't be kept.
    """
    ground = _begin(cycle, region, specialism, by)
    draft = draft_of(cycle, region, specialism)
    _refuse_stale(draft, seen)
    draft = draft or ClusterDraft(cycle=cycle, region=region, specialism=specialism, version=0)
    draft.content = as_typed(content, ground.codes)
    draft.version += 1
    draft.saved_at, draft.saved_by = now, by
    if report is not None:
        kept = keep_report(report, f"{cycle.year}/{region.key}/{specialism.code}")
        if kept.path != draft.report.name:
            drop_unused(draft)
        draft.report, draft.report_name, draft.report_digest = kept.path, kept.name, kept.digest
    draft.save()
    return draft


def file_cluster(
    *,
    cycle: Cycle,
    region: Region,
    specialism: Specialism,
    content: Content,
    seen: int,
    by: User,
    now: datetime,
    report: UploadedFile[Any] | None = None,
) -> ClusterProposal:
    """Files a version and opens its sheet; the one before is replaced and its signatures lapse.

    What was typed is kept as the draft first, also where filing is refused: FaultyInput with all
    faults at once, Refused where nothing differs from the version before.
    """
    facts: dict[str, Any] = {
        "cycle": cycle,
        "region": region,
        "specialism": specialism,
        "content": content,
        "by": by,
        "now": now,
    }
    try:
        draft = save_cluster_draft(**facts, seen=seen, report=report)
    except FaultyInput as refusal:  # of the report: the text is kept without it
        draft = save_cluster_draft(**facts, seen=seen)
        with transaction.atomic():
            ground = _begin(cycle, region, specialism, by)
            faults = _checked(ground, draft, now)[1]
        others = [one for one in faults if one.column != "report"]
        raise FaultyInput(refusal.message, [*others, *refusal.faults], rule=CLUSTERS) from None
    return _file(cycle, region, specialism, draft.version, by, now)


@transaction.atomic
def _file(
    cycle: Cycle, region: Region, specialism: Specialism, seen: int, by: User, now: datetime
) -> ClusterProposal:
    ground = _begin(cycle, region, specialism, by)
    draft = draft_of(cycle, region, specialism)
    _refuse_stale(draft, seen)
    if draft is None:
        raise Refused(_("There is nothing to file yet."), rule=CLUSTERS)
    found, faults = _checked(ground, draft, now)
    if found.assembly:  # the coordinator calls the meeting of all trainers
        may_divide(by, region).enforce()
    if faults:
        raise FaultyInput(
            _("The proposal can’t be filed yet. What you typed is kept as a draft."),
            faults,
            rule=CLUSTERS,
        )
    before = filed_of(cycle, region, specialism)
    if before is not None:
        if says_the_same(before, found, draft.report_digest):
            raise Refused(_("Nothing differs from version %(n)s.") % {"n": before.number})
        _end(before, "replace", "", by, now)
    return _freeze(ground, draft, found, by, now)


@transaction.atomic
def return_cluster(
    *, proposal: ClusterProposal, reason: str, by: User, now: datetime
) -> ClusterProposal:
    """The coordinator sends a filed version back; the cluster is told why, and can file anew.

    What was signed no longer counts.
    """
    may_divide(by, proposal.region).enforce()
    cycle = Cycle.objects.select_for_update().get(pk=proposal.cycle_id)
    may_change_grid(cycle, proposal.region).enforce()
    held = ClusterProposal.objects.select_related("region", "specialism", "cycle", "sheet").get(
        pk=proposal.pk
    )
    _end(held, "return", reason.strip(), by, now)
    mail_returned(held, by=by, now=now)
    return held


def _begin(cycle: Cycle, region: Region, specialism: Specialism, by: User) -> ClusterGround:
    """Who and when; the cycle's row keeps phase, proposal and draft as they are found here."""
    may_chair(by, region, specialism).enforce()
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    ground = ground_of(held, region, specialism)
    may_file_now(ground).enforce()
    return ground


def _checked(
    ground: ClusterGround, draft: ClusterDraft, now: datetime
) -> tuple[Checked, list[Any]]:
    today = timezone.localdate(now)
    return checked(draft.content, ground, today, has_report=bool(draft.report))


def _refuse_stale(draft: ClusterDraft | None, seen: int) -> None:
    if (draft.version if draft else 0) != seen:
        raise Stale(
            _("A colleague saved this proposal in the meantime. Compare, and save or file again.")
        )


def _end(proposal: ClusterProposal, action: str, reason: str, by: User, now: datetime) -> None:
    """Moves a filed version on and closes its sheet; Stale where somebody else was first."""
    edge = CLUSTER.step(proposal.status, action, reason=reason)
    moved = ClusterProposal.objects.filter(
        pk=proposal.pk, status=edge.before, version=proposal.version
    ).update(status=edge.after, version=F("version") + 1, ended_at=now, remark=reason)
    if not moved:
        raise Stale(_("Somebody else changed this proposal at the same moment. Look again."))
    proposal.refresh_from_db(fields=["status", "version", "ended_at", "remark"])
    close_sheet(sheet=proposal.sheet, because=proposal.status, now=now, by=by)
    _log(action, proposal, by, now, reason)


def _freeze(
    ground: ClusterGround, draft: ClusterDraft, found: Checked, by: User, now: datetime
) -> ClusterProposal:
    cycle, region, specialism = ground.cycle, ground.region, ground.specialism
    earlier = versions_of(cycle, region, specialism)
    number = earlier[0].number + 1 if earlier else 1
    digest = digest_of(ground, number, found, draft.report_digest)
    sheet = open_sheet(
        cycle=cycle,
        region=region,
        specialism=specialism,
        digest=digest,
        slots=[SlotWish(one, *found.trainers[one.code]) for one in ground.institutions],
        by=by,
        now=now,
    )
    proposal = ClusterProposal.objects.create(
        cycle=cycle,
        region=region,
        specialism=specialism,
        number=number,
        status=CLUSTER.edges[0].after,
        assembly=found.assembly,
        motivation=found.motivation,
        report=draft.report.name,
        report_name=draft.report_name,
        report_digest=draft.report_digest,
        digest=digest,
        sheet=sheet,
        filed_at=now,
        filed_by=by,
    )
    _keep(proposal, ground, found)
    _log("file", proposal, by, now, "")
    mail_filed(proposal, by=by, now=now)
    return proposal


def _keep(proposal: ClusterProposal, ground: ClusterGround, found: Checked) -> None:
    """The division and the meetings of a version."""
    ClusterCell.objects.bulk_create(
        ClusterCell(
            proposal=proposal,
            institution=one,
            places=found.places[one.code],
            reason=found.reasons[one.code],
        )
        for one in ground.institutions
    )
    ClusterMeeting.objects.bulk_create(
        ClusterMeeting(proposal=proposal, held_on=day) for day in found.meetings
    )


def _log(action: str, proposal: ClusterProposal, by: User, now: datetime, reason: str) -> None:
    audit.write(
        f"cluster.{action}",
        by=by,
        now=now,
        subject=proposal,
        label=f"{proposal.region.key} {proposal.specialism.code} {proposal.specialism.name}",
        cycle=proposal.cycle,
        reason=reason,
        number=proposal.number,
        digest=proposal.digest,
    )
