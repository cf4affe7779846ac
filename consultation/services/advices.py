"""Writing advices: drafts as typed, and filed versions that never change.

Toewijzingsprotocol 2027, fase II 1.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import FaultyInput, Refused, Stale
from allocation.models import Region, Specialism
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.enums import FilingKind
from consultation.models import AdviceCell, Filing, FilingDraft, Round
from consultation.permissions import CONSULT, may_file_advice
from consultation.policies.filings import may_file
from consultation.selectors.advices import (
    Content,
    base_of,
    cells_of,
    content_of,
    draft_of,
    places_to_divide,
    previous_advice,
)
from consultation.selectors.filings import latest_of
from consultation.selectors.rounds import is_late
from consultation.services.advice_content import Entry, as_typed, checked

FORMAT = "bols-advice-1"


def digest_of(
    filed_in: Round,
    specialism: Specialism,
    number: int,
    entries: Mapping[str, Entry],
    motivation: str,
) -> str:
    """SHA-256 over round, specialism, version, what is said of each region, and the motivation."""
    content = {
        "format": FORMAT,
        "year": filed_in.cycle.year,
        "round": filed_in.number,
        "specialism": specialism.code,
        "number": number,
        "cells": [
            [key, one.places, one.lowest, one.highest, one.reason]
            for key, one in sorted(entries.items())
        ],
        "motivation": motivation,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def save_advice_draft(
    *,
    consultation: Round,
    specialism: Specialism,
    content: Content,
    seen: int,
    by: User,
    now: datetime,
) -> FilingDraft:
    """Keeps what was typed, right or not. `seen`: the version it was typed over (0: none).

    Raises Stale, and keeps the other's draft, where a colleague saved in between.
    """
    held = _begin(consultation, specialism, by, now)
    typed = as_typed(content, list(Region.objects.order_by("position")))
    return _keep(held, specialism, typed, seen, by, now)


@transaction.atomic
def file_advice(
    *,
    consultation: Round,
    specialism: Specialism,
    content: Content,
    seen: int,
    by: User,
    now: datetime,
) -> Filing:
    """Files a version, which replaces the one before; FaultyInput with all faults at once."""
    held = _begin(consultation, specialism, by, now)
    regions = list(Region.objects.order_by("position"))
    typed = as_typed(content, regions)
    base = base_of(held.table, specialism)
    needed = places_to_divide(held.cycle, specialism)
    _refuse_stale(draft_of(held, specialism), seen)
    entries, faults = checked(typed, regions, base, needed)
    if faults:
        raise FaultyInput(
            _("The advice can’t be filed yet. Nothing was stored."), faults, rule=CONSULT
        )
    _keep(held, specialism, typed, seen, by, now)
    motivation = typed["motivation"].strip()
    _refuse_same(latest_of(held, specialism), entries, motivation)
    return _freeze(held, specialism, entries, motivation, by, now)


@transaction.atomic
def file_unchanged(
    *, consultation: Round, specialism: Specialism, by: User, now: datetime
) -> Filing:
    """Files the advice of an earlier round again, where it still adds up and keeps the zeros."""
    held = _begin(consultation, specialism, by, now)
    earlier = previous_advice(held, specialism)
    if earlier is None:
        raise Refused(_("There is no advice of an earlier round to confirm."), rule=CONSULT)
    entries = _entries(earlier)
    if not still_holds(held, specialism, earlier):
        raise Refused(
            _(
                "The earlier advice no longer fits the national intake or the base distribution. "
                "Change it and file it."
            ),
            rule=CONSULT,
        )
    _refuse_same(latest_of(held, specialism), entries, earlier.motivation)
    typed = content_of(cells_of(earlier), earlier.motivation)
    draft = draft_of(held, specialism)
    _keep(held, specialism, typed, draft.version if draft else 0, by, now)
    return _freeze(held, specialism, entries, earlier.motivation, by, now, earlier)


def still_holds(consultation: Round, specialism: Specialism, earlier: Filing) -> bool:
    """Whether an earlier advice adds up to the national intake now and keeps the zeros."""
    entries = _entries(earlier)
    zeros = {k for k, c in base_of(consultation.table, specialism).items() if c.structural_zero}
    total = sum(one.places for one in entries.values())
    kept = not any(entries[key].highest for key in zeros & set(entries))
    return kept and total == places_to_divide(consultation.cycle, specialism)


def _entries(filing: Filing) -> dict[str, Entry]:
    return {
        key: Entry(cell.places, cell.lowest, cell.highest, cell.reason)
        for key, cell in cells_of(filing).items()
    }


def _begin(consultation: Round, specialism: Specialism, by: User, now: datetime) -> Round:
    """Who and when; the round stays locked until the transaction ends."""
    may_file_advice(by, specialism).enforce()
    held = Round.objects.select_for_update().get(pk=consultation.pk)
    may_file(held, specialism, now).enforce()
    return held


def _refuse_stale(draft: FilingDraft | None, seen: int) -> None:
    if (draft.version if draft else 0) != seen:
        raise Stale(
            _("A colleague saved this advice in the meantime. Compare, and save or file again."),
        )


def _keep(
    held: Round,
    specialism: Specialism,
    typed: dict[str, object],
    seen: int,
    by: User,
    now: datetime,
) -> FilingDraft:
    draft = draft_of(held, specialism)
    _refuse_stale(draft, seen)
    draft = draft or FilingDraft(round=held, specialism=specialism, version=0)
    draft.content = typed
    draft.version += 1
    draft.saved_at, draft.saved_by = now, by
    draft.save()
    return draft


def _refuse_same(filed: Filing | None, entries: Mapping[str, Entry], motivation: str) -> None:
    if filed and filed.motivation == motivation and _entries(filed) == entries:
        raise Refused(_("Nothing differs from version %(n)s.") % {"n": filed.number})


def _freeze(
    held: Round,
    specialism: Specialism,
    entries: Mapping[str, Entry],
    motivation: str,
    by: User,
    now: datetime,
    unchanged_from: Filing | None = None,
) -> Filing:
    before = latest_of(held, specialism)
    number = before.number + 1 if before else 1
    filing = Filing.objects.create(
        round=held,
        kind=FilingKind.ADVICE,
        specialism=specialism,
        number=number,
        motivation=motivation,
        unchanged_from=unchanged_from,
        late=is_late(held, specialism, now),
        digest=digest_of(held, specialism, number, entries, motivation),
        filed_at=now,
        filed_by=by,
    )
    regions = {region.key: region for region in Region.objects.all()}
    AdviceCell.objects.bulk_create(
        AdviceCell(
            filing=filing,
            region=regions[key],
            places=one.places,
            lowest=one.lowest,
            highest=one.highest,
            reason=one.reason,
        )
        for key, one in entries.items()
    )
    audit.write(
        "advice.confirmed" if unchanged_from else "advice.filed",
        by=by,
        now=now,
        subject=filing,
        label=f"{specialism.code} {specialism.name}",
        cycle=held.cycle,
        round=held.number,
        number=number,
        late=filing.late,
        digest=filing.digest,
    )
    return filing
