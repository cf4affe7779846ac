"""Writing advices: drafts as typed, and filed versions that never change.

Toewijzingsprotocol 2027, fase II 1.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, Refused, Stale
from allocation.models import Region, Specialism
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.enums import FilingKind
from consultation.models import AdviceCell, Filing, FilingDraft, Round
from consultation.permissions import CONSULT, may_file_advice
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
from consultation.services.filing_steps import hold_round, write_draft

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


def file_advice(
    *,
    consultation: Round,
    specialism: Specialism,
    content: Content,
    seen: int,
    by: User,
    now: datetime,
) -> Filing:
    """Files a version, which replaces the one before; FaultyInput with all faults at once.

    What was typed is kept as the draft first, also where filing it is refused.
    """
    draft = save_advice_draft(
        consultation=consultation, specialism=specialism, content=content, seen=seen, by=by, now=now
    )
    return _file(consultation, specialism, draft.version, by, now)


@transaction.atomic
def _file(
    consultation: Round, specialism: Specialism, version: int, by: User, now: datetime
) -> Filing:
    held = _begin(consultation, specialism, by, now, files=True)
    draft = draft_of(held, specialism)
    _refuse_stale(draft, version)
    typed = draft.content if draft else {}
    entries, faults = _checked(held, specialism, typed)
    if faults:
        raise FaultyInput(
            _("The advice can’t be filed yet. What you typed is kept as a draft."),
            faults,
            rule=CONSULT,
        )
    motivation = typed["motivation"].strip()
    _refuse_same(latest_of(held, specialism), entries, motivation)
    return _freeze(held, specialism, entries, motivation, by, now)


@transaction.atomic
def file_unchanged(
    *, consultation: Round, specialism: Specialism, by: User, now: datetime
) -> Filing:
    """Files the advice of an earlier round again, as it was.

    Raises FaultyInput where it no longer can be: with the places where the base distribution or
    the national intake asks for more than the earlier advice says.
    """
    held = _begin(consultation, specialism, by, now, files=True)
    earlier = previous_advice(held, specialism)
    if earlier is None:
        raise Refused(_("There is no advice of an earlier round to confirm."), rule=CONSULT)
    typed = content_of(cells_of(earlier), earlier.motivation)
    entries, faults = _checked(held, specialism, typed)
    if faults:
        raise FaultyInput(
            _(
                "The earlier advice can’t be filed as it was: the base distribution or the "
                "national intake has changed. Complete it and file it."
            ),
            faults,
            rule=CONSULT,
        )
    _refuse_same(latest_of(held, specialism), entries, earlier.motivation)
    draft = draft_of(held, specialism)
    _keep(held, specialism, typed, draft.version if draft else 0, by, now)
    return _freeze(held, specialism, entries, earlier.motivation, by, now, earlier)


def faults_of(consultation: Round, specialism: Specialism, content: Content) -> list[Fault]:
    """What still stands in the way of filing this content; nothing is stored."""
    regions = list(Region.objects.order_by("position"))
    return _checked(consultation, specialism, as_typed(content, regions))[1]


def _checked(
    consultation: Round, specialism: Specialism, typed: Mapping[str, Any]
) -> tuple[dict[str, Entry], list[Fault]]:
    regions = list(Region.objects.order_by("position"))
    base = base_of(consultation.table, specialism)
    return checked(typed, regions, base, places_to_divide(consultation.cycle, specialism))


def _entries(filing: Filing) -> dict[str, Entry]:
    return {
        key: Entry(cell.places, cell.lowest, cell.highest, cell.reason)
        for key, cell in cells_of(filing).items()
    }


def _begin(
    consultation: Round, specialism: Specialism, by: User, now: datetime, *, files: bool = False
) -> Round:
    """Who, when, and the round that stays locked until the transaction ends."""
    may_file_advice(by, specialism).enforce()
    return hold_round(consultation, specialism, now, files=files)


def _refuse_stale(draft: FilingDraft | None, seen: int) -> None:
    if (draft.version if draft else 0) != seen:
        raise Stale(
            _("A colleague saved this advice in the meantime. Compare, and save or file again."),
        )


def _keep(
    held: Round,
    specialism: Specialism,
    typed: dict[str, Any],
    seen: int,
    by: User,
    now: datetime,
) -> FilingDraft:
    draft = draft_of(held, specialism)
    _refuse_stale(draft, seen)
    return write_draft(draft, held, specialism, typed, by, now)


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
