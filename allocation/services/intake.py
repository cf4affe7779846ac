"""Writing the national intake (landelijk instroomkader per specialisme): versions only.

Toewijzingsprotocol 2027, fase I 1: provisional until the ministry makes it definitive.
"""

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from allocation.enums import VersionStatus
from allocation.errors import Refused, Stale
from allocation.models import Cycle, IntakeRow, IntakeVersion, Specialism
from allocation.permissions import may_run_process
from allocation.selectors.cycles import protocol_of
from allocation.selectors.intake import (
    IntakeNumbers,
    current_intake,
    numbers_of,
    sheet_of,
    totals_off,
)
from allocation.services import audit
from bols_portal.accounts.models import User
from bols_portal.ui.formats import places_text

RULE = "Toewijzingsprotocol 2027, fase I 1"
FORMAT = "bols-intake-1"
MOST = 10_000  # places of one specialism: far beyond any real number


def digest_of(numbers: IntakeNumbers, status: str) -> str:
    """SHA-256 over the numbers in order of code, and whether they are definitive."""
    rows = [[code, before, now] for code, (before, now) in sorted(numbers.items())]
    plain = json.dumps([FORMAT, status, rows], separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


@transaction.atomic
def add_intake_version(
    *,
    cycle: Cycle,
    numbers: IntakeNumbers,
    status: VersionStatus,
    source: str,
    by: User,
    now: datetime,
    reason: str = "",
    totals_reason: str = "",
    expected_version: int | None = None,
) -> IntakeVersion:
    """Adds a version: per specialism code the places of last year and of this year.

    `source`: the letter of the ministry. A reason is needed from the second version on, and a
    reason of its own where the totals are not those of the protocol: the ministry may change
    them. `expected_version`: the number of the version that the change was made from (0: none);
    Stale is raised when somebody else added one since. Making numbers definitive is a version too.
    """
    may_run_process(by, cycle).enforce()
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    current = current_intake(cycle)
    number = current.number if current else 0
    _refuse_stale(expected_version, number)
    _check(cycle, numbers, source)
    if current and current.status == VersionStatus.DEFINITIVE != status:
        raise Refused(
            _("The ministry has made the numbers definitive. A new version is definitive too."),
            rule=RULE,
        )
    _check_reasons(cycle, current, numbers, reason, totals_reason)
    if current and current.status == status and numbers_of(current) == dict(numbers):
        raise Refused(_("Nothing differs from version %(n)s.") % {"n": number})
    version = IntakeVersion.objects.create(
        cycle=cycle,
        number=number + 1,
        status=status,
        reason=reason.strip(),
        totals_reason=totals_reason.strip(),
        source=source.strip(),
        digest=digest_of(numbers, status),
        predecessor=current,
        created_at=now,
        created_by=by,
    )
    _store_rows(version, numbers)
    audit.write(
        "intake.version_added",
        by=by,
        now=now,
        subject=version,
        cycle=cycle,
        reason=reason,
        number=version.number,
        status=str(status),
        digest=version.digest,
        totals_reason=totals_reason.strip(),
    )
    return version


def _refuse_stale(expected_version: int | None, number: int) -> None:
    if expected_version is not None and expected_version != number:
        raise Stale(
            _("Version %(number)s was added in the meantime. Compare with it and confirm again.")
            % {"number": number}
        )


def _store_rows(version: IntakeVersion, numbers: IntakeNumbers) -> None:
    specialisms = {one.code: one for one in Specialism.objects.filter(code__in=numbers)}
    IntakeRow.objects.bulk_create(
        IntakeRow(
            version=version, specialism=specialisms[code], places_previous=before, places=places
        )
        for code, (before, places) in numbers.items()
    )


def _check(cycle: Cycle, numbers: IntakeNumbers, source: str) -> None:
    """Every specialism of the protocol once, whole numbers, and where they come from."""
    wanted = {one.code for one in protocol_of(cycle).specialisms}
    if set(numbers) != wanted:
        codes = ", ".join(sorted(set(numbers) ^ wanted))
        raise Refused(_("These specialisms are missing or unknown: %(codes)s.") % {"codes": codes})
    if any(not 0 <= places <= MOST for pair in numbers.values() for places in pair):
        raise Refused(
            _("Places are whole numbers from 0 to %(most)s.") % {"most": places_text(MOST)}
        )
    if not source.strip():
        raise Refused(_("Name the letter of the ministry that the numbers come from."), rule=RULE)


def _check_reasons(
    cycle: Cycle,
    current: IntakeVersion | None,
    numbers: IntakeNumbers,
    reason: str,
    totals_reason: str,
) -> None:
    if current is not None and not reason.strip():
        raise Refused(_("Give the reason for the new version."), rule=RULE)
    protocol = protocol_of(cycle)
    if totals_off(sheet_of(numbers, protocol), protocol) and not totals_reason.strip():
        raise Refused(
            _("The totals are not those of the protocol. Say why they are right."), rule=RULE
        )
