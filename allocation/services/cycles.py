"""Opening a cycle from a protocol file."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation import protocols
from allocation.errors import Refused, Stale
from allocation.models import Cycle
from allocation.permissions import may_administer
from allocation.policies.cycles import may_open
from allocation.services import audit
from allocation.services.deadlines import plan_deadlines
from allocation.services.phases import plan_phases
from allocation.services.reference_data import bring_in
from allocation.services.rights import sync_rights
from bols_portal.accounts.models import User


def open_cycle(
    *,
    protocol_key: str,
    name: str,
    by: User,
    now: datetime,
    demo: bool = False,
    protocol_digest: str = "",
) -> Cycle:
    """Opens the cycle of a protocol: the rule set frozen with it, its six phases (the first open),
    its deadlines, and what regions, specialisms, clusters and associations the protocol names.

    `protocol_digest` is that of the file as it was shown; Stale when the file has changed since.
    Nobody is mailed.
    """
    may_administer(by).enforce()
    if protocol_key not in protocols.available():
        raise Refused(_("There is no protocol of this name."))
    protocol = protocols.load(protocol_key)
    if protocol_digest and protocol_digest != protocol.digest:
        raise Stale(_("The protocol file has changed since you read it. Look again."))
    if not name.strip():
        raise Refused(_("Give the cycle a name."))
    may_open(protocol).enforce()
    with transaction.atomic():
        bring_in(protocol)
        cycle = _create(protocol, name.strip(), by, now, demo)
        plan_phases(cycle=cycle, by=by, now=now)
        plan_deadlines(cycle=cycle, protocol=protocol, by=by, now=now)
        sync_rights(day=timezone.localdate(now))
        audit.write(
            "cycle.opened",
            by=by,
            now=now,
            subject=cycle,
            cycle=cycle,
            protocol=protocol_key,
            version=protocol.version,
            digest=protocol.digest,
        )
    return cycle


def _create(protocol: protocols.Protocol, name: str, by: User, now: datetime, demo: bool) -> Cycle:
    try:
        with transaction.atomic():
            return Cycle.objects.create(
                year=protocol.year,
                name=name,
                protocol=protocol.to_json(),
                protocol_digest=protocol.digest,
                opened_at=now,
                opened_by=by,
                is_demo=demo,
            )
    except IntegrityError:
        raise Stale(_("Somebody else opened this cycle at the same moment.")) from None
