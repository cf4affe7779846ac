"""Versions of the integral proposal (integraal FMS-voorstel): saved, submitted, and what follows.

The only writer of a proposal's status. Toewijzingsprotocol 2027, fase II 1.3 and 2.
"""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import TableKind
from allocation.errors import Fault, FaultyInput, Refused, Stale
from allocation.models import AllocationTable, Cycle, Region, Specialism
from allocation.roles import BUREAU_ROLES
from allocation.selectors.recipients import recipients_with
from allocation.services import audit
from allocation.services.mail_texts import draft
from allocation.services.messages import prepare_mailing
from allocation.services.tables import Places, add_table
from bols_portal.accounts.models import User
from consultation.enums import ProposalStatus
from consultation.models import Proposal, ProposalReason, Round, Workbench
from consultation.permissions import COMPOSE, may_compose
from consultation.policies.phase import phase_2_runs
from consultation.selectors.proposal_checks import lacking
from consultation.selectors.workbench import Bench, bench_of
from consultation.transitions import PROPOSAL

FORMAT = "bols-proposal-1"
NOTE_LENGTH = 200  # as the column that keeps it
Reasons = dict[tuple[str, str], str]  # by code and region key; without a code of a total


@transaction.atomic
def save_version(
    *, cycle: Cycle, note: str, by: User, now: datetime, seen: int | None = None
) -> Proposal:
    """Freezes the workbench as a version: table, motivation and the reasons for what departs.

    It need not be right yet. Raises Stale where the workbench has a later version than `seen`,
    Refused where nothing differs from the version that was saved last.
    """
    may_compose(by, cycle).enforce()
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    phase_2_runs(held.pk).enforce()
    # Held, so that a version is one state of the workbench and not half of a colleague's change.
    Workbench.objects.select_for_update().filter(cycle=held).first()
    bench = bench_of(held)
    if bench is None:
        raise Refused(_("FMS has not begun with the proposal yet."), rule=COMPOSE)
    if seen not in (None, bench.workbench.version):
        raise Stale(_("A colleague changed the workbench in the meantime. Look at it again."))
    consultation = _round_of(held, bench)
    reasons, motivation = _reasons(bench), bench.motivation.strip()
    last = Proposal.objects.filter(cycle=held).order_by("-number").first()
    table = _table(held, bench, by, now)
    digest = digest_of(consultation, bench.base.table, table, motivation, reasons)
    if last and last.status == ProposalStatus.SAVED and last.digest == digest:
        raise Refused(_("Nothing differs from version %(n)s.") % {"n": last.number}, rule=COMPOSE)
    proposal = Proposal.objects.create(
        cycle=held,
        number=last.number + 1 if last else 1,
        round=consultation,
        base=bench.base.table,
        table=table,
        motivation=motivation,
        note=note.strip()[:NOTE_LENGTH],
        digest=digest,
        saved_at=now,
        saved_by=by,
    )
    _keep(proposal, reasons)
    _log("save", proposal, by, now)
    return proposal


@transaction.atomic
def submit_proposal(*, proposal: Proposal, by: User, now: datetime) -> Proposal:
    """Submits a saved version to BOLS; the bureau is told once it releases the message.

    Raises FaultyInput with everything that is missing.
    """
    locked = _locked(proposal, by)
    PROPOSAL.step(locked.status, "submit")
    phase_2_runs(locked.cycle_id).enforce()
    if missing := lacking(locked, now):
        raise FaultyInput(
            _("The proposal can’t be submitted yet."),
            [Fault(one.text, cell=one.key) for one in missing],
            rule=COMPOSE,
        )
    _move(locked, "submit", "", by, now, submitted_at=now, submitted_by=by)
    address = reverse("proposal", args=[locked.cycle.year, locked.number])
    facts = {"cycle": locked.cycle, "proposal": locked, "link": f"{settings.SITE_URL}{address}"}
    text = draft("proposal_submitted", **facts)
    prepare_mailing(
        cycle=locked.cycle,
        key="proposal_submitted",
        **asdict(text),
        recipients=recipients_with(BUREAU_ROLES, locked.cycle),
        by=by,
        now=now,
        about=locked,
    )
    return locked


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, reason: str, by: User, now: datetime) -> Proposal:
    """Takes a submitted proposal back, for a reason, until it lies before the board."""
    locked = _locked(proposal, by)
    PROPOSAL.step(locked.status, "withdraw", reason=reason)
    phase_2_runs(locked.cycle_id).enforce()
    return _move(locked, "withdraw", reason, by, now, ended_at=now, remark=reason.strip())


def end_proposal(
    *, proposal: Proposal, action: str, remark: str, by: User, now: datetime
) -> Proposal:
    """What became of a proposal when the board decided, in the board's own transaction.

    `action`: `return`, `decide` or `set_aside`. Raises NotNow where the table of transitions has
    no such step, Refused where it needs a remark and there is none, Stale when somebody moved the
    proposal first.
    """
    PROPOSAL.step(proposal.status, action, reason=remark)
    return _move(proposal, action, remark, by, now, ended_at=now, remark=remark.strip())


def digest_of(
    consultation: Round,
    base: AllocationTable,
    table: AllocationTable,
    motivation: str,
    reasons: Reasons,
) -> str:
    """SHA-256 over round, base distribution, table, motivation and reasons."""
    content = {
        "format": FORMAT,
        "year": consultation.cycle.year,
        "round": consultation.number,
        "base": base.digest,
        "table": table.digest,
        "motivation": motivation,
        "reasons": [[*key, text] for key, text in sorted(reasons.items())],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _round_of(cycle: Cycle, bench: Bench) -> Round:
    """The last round that was opened on the base distribution of the workbench."""
    found = (
        Round.objects.filter(cycle=cycle, table=bench.base.table, opened_at__isnull=False)
        .select_related("cycle")
        .order_by("-number")
        .first()
    )
    if found is None:
        raise Refused(
            _("No consultation round was opened on this base distribution yet."), rule=COMPOSE
        )
    return found


def _table(cycle: Cycle, bench: Bench, by: User, now: datetime) -> AllocationTable:
    cells = [
        Places(code, region, number, structural_zero=(code, region) in bench.zeros)
        for (code, region), number in bench.places.items()
    ]
    return add_table(cycle=cycle, kind=TableKind.PROPOSAL, cells=cells, by=by, now=now)


def _reasons(bench: Bench) -> Reasons:
    """The reasons of cells and totals that do depart; what was typed for others stays behind."""
    regions = bench.base.regions
    totals = {
        region: sum(bench.places[row.code, region] for row in bench.base.rows) for region in regions
    }
    base = dict(zip(regions, bench.base.region_totals, strict=True))
    found = {key: bench.reasons.get(key, "") for key in bench.deviating}
    found |= {
        ("", region): bench.region_reasons.get(region, "")
        for region in regions
        if totals[region] != base[region]
    }
    return {key: text.strip() for key, text in found.items() if text.strip()}


def _keep(proposal: Proposal, reasons: Reasons) -> None:
    specialisms = {one.code: one for one in Specialism.objects.all()}
    regions = {one.key: one for one in Region.objects.all()}
    ProposalReason.objects.bulk_create(
        ProposalReason(
            proposal=proposal,
            specialism=specialisms.get(code),
            region=regions[region],
            text=text,
        )
        for (code, region), text in reasons.items()
    )


def _locked(proposal: Proposal, by: User) -> Proposal:
    """The proposal as it is now; the cycle is locked first, so that versions move one by one."""
    may_compose(by, proposal.cycle).enforce()
    Cycle.objects.select_for_update().get(pk=proposal.cycle_id)
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("cycle", "round", "base", "table")
        .get(pk=proposal.pk)
    )


def _move(
    proposal: Proposal, action: str, reason: str, by: User, now: datetime, **fields: Any
) -> Proposal:
    edge = PROPOSAL.step(proposal.status, action, reason=reason)
    moved = Proposal.objects.filter(
        pk=proposal.pk, status=edge.before, version=proposal.version
    ).update(status=edge.after, version=F("version") + 1, **fields)
    if not moved:
        raise Stale(_("Somebody else changed this proposal at the same moment. Look again."))
    proposal.refresh_from_db(fields=["status", "version", *fields])
    _log(action, proposal, by, now, reason.strip())
    return proposal


def _log(action: str, proposal: Proposal, by: User, now: datetime, reason: str = "") -> None:
    audit.write(
        f"proposal.{action}",
        by=by,
        now=now,
        subject=proposal,
        cycle=proposal.cycle,
        reason=reason,
        number=proposal.number,
        digest=proposal.digest,
    )
