"""Adding to the audit trail, in the transaction of the change itself."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from bols_portal.audit.context import current_origin
from bols_portal.audit.models import ChainHead, Event

FORMAT = "bols-audit-1"


def canonical(event: Event) -> bytes:
    """What is hashed: every column but the hash itself, as sorted JSON in UTF-8."""
    content = {
        "format": FORMAT,
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "roles": event.roles,
        "address": event.address,
        "action": event.action,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "object_label": event.object_label,
        "cycle": event.cycle_id,
        "reason": event.reason,
        "data": json.loads(json.dumps(event.data, cls=DjangoJSONEncoder)),
        "previous_hash": event.previous_hash,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def link_hash(event: Event) -> str:
    """The hash of an event, over its content and the hash of the one before."""
    return hashlib.sha256(canonical(event)).hexdigest()


def record(
    *,
    action: str,
    actor: models.Model | None,
    actor_name: str,
    at: datetime,
    roles: Sequence[Mapping[str, str]] = (),
    subject: models.Model | None = None,
    label: str = "",
    cycle_id: int | None = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Adds one event to the chain; called inside the transaction of the change it tells of.

    `data` holds small facts (codes, numbers of versions, digests): never usage, shares or
    unrounded numbers, because the trail is exported and read more widely than those.
    """
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().filter(pk=1).first()
        if head is None:  # the first event of a new portal
            ChainHead.objects.get_or_create(pk=1)
            head = ChainHead.objects.select_for_update().get(pk=1)
        event = Event(
            sequence=head.sequence + 1,
            at=at,
            actor_id=actor.pk if actor else None,
            actor_name=actor_name,
            roles=[dict(role) for role in roles],
            address=current_origin().address,
            action=action,
            object_type=subject._meta.label if subject else "",
            object_id=str(subject.pk) if subject else "",
            object_label=(label or (str(subject) if subject else ""))[:255],
            cycle_id=cycle_id,
            reason=reason,
            data=json.loads(json.dumps(dict(data or {}), cls=DjangoJSONEncoder)),
            previous_hash=head.hash,
        )
        event.hash = link_hash(event)
        event.save(force_insert=True)
        ChainHead.objects.filter(pk=1).update(sequence=event.sequence, hash=event.hash)
    return event
