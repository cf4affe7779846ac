"""Recording the bureau's test (toets) of a submitted proposal."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from allocation.errors import Refused, Stale
from allocation.models import Cycle
from allocation.permissions import may_run_process
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import Proposal, ProposalTest
from consultation.permissions import DECIDE
from consultation.policies.proposal_tests import may_test
from consultation.selectors.proposal_tests import Checked, checks_of, seen_of, stored

FORMAT = "bols-proposal-test-1"
REMARKS_LENGTH = 4000


def record_test(
    *,
    proposal: Proposal,
    careful: bool,
    remarks: str,
    by: User,
    now: datetime,
    seen: str = "",
) -> ProposalTest:
    """Freezes what the portal finds now, with the bureau's finding on the process and its remarks.

    A later test replaces an earlier one by its number. `seen`: the digest of what was read
    (`seen_of`); Stale when the proposal or a check has changed since. Remarks are needed where the
    process was not careful or a check does not hold. Toewijzingsprotocol 2027, fase II 2.2.
    """
    may_run_process(by, proposal.cycle).enforce()
    with transaction.atomic():
        locked = _locked(proposal)
        may_test(locked).enforce()
        checks = checks_of(locked)
        if (locked.version, locked.digest) != (proposal.version, proposal.digest) or (
            seen and seen != seen_of(locked, checks)
        ):
            raise Stale(
                _("Something changed since you read this. Look again, then record the test."),
                rule=DECIDE,
            )
        _require_remarks(careful, remarks, checks)
        number = locked.tests.count() + 1
        test = ProposalTest.objects.create(
            proposal=locked,
            number=number,
            checks=stored(checks),
            careful=careful,
            remarks=remarks.strip(),
            digest=digest_of(locked, number, checks, careful, remarks.strip()),
            tested_at=now,
            tested_by=by,
        )
        audit.write(
            "proposal.tested",
            by=by,
            now=now,
            subject=locked,
            cycle=locked.cycle,
            proposal=locked.number,
            number=number,
            careful=careful,
            failing=[check.key for check in checks if check.fails],
            digest=test.digest,
        )
    return test


def _require_remarks(careful: bool, remarks: str, checks: Sequence[Checked]) -> None:
    if len(remarks) > REMARKS_LENGTH:
        raise Refused(_("The remarks are too long: at most 4,000 characters."))
    if remarks.strip():
        return
    if not careful:
        raise Refused(_("Say in the remarks why the process was not careful."), rule=DECIDE)
    if any(check.fails for check in checks):
        raise Refused(
            _("Not every check holds. Say in the remarks what that means for the board."),
            rule=DECIDE,
        )


def digest_of(
    proposal: Proposal, number: int, checks: Sequence[Checked], careful: bool, remarks: str
) -> str:
    """SHA-256 over the proposal by its digest, the checks, the finding and the remarks."""
    content = {
        "format": FORMAT,
        "proposal": proposal.digest,
        "number": number,
        "checks": stored(checks),
        "careful": careful,
        "remarks": remarks,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it is now; the cycle is locked first, so that tests come one by one."""
    Cycle.objects.select_for_update().get(pk=proposal.cycle_id)
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("cycle", "base", "table", "round")
        .get(pk=proposal.pk)
    )
