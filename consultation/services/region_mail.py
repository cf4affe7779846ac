"""Messages about a region's proposal: to the bureau when it comes in, to the region when not yet.

What the bureau says to a region is prepared, and the bureau sends it; that a proposal came in, goes
to the bureau at once.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from allocation.models import Cycle, Mailing, Region
from allocation.roles import BUREAU_ROLES
from allocation.selectors.recipients import Recipient, recipients_with
from allocation.services.mail_texts import draft
from allocation.services.messages import prepare_mailing, release_at_once
from bols_portal.accounts.models import User
from consultation.models import RegionLeave, RegionProposal
from consultation.selectors.region_lacking import Lack, texts_of
from consultation.selectors.region_mail import coordinators_of


def mail_submission(
    proposal: RegionProposal, missing: Sequence[Lack], *, by: User, now: datetime
) -> Mailing:
    """Tells the bureau that a proposal came in, complete or with what is missing."""
    address = reverse("region_proposal", args=_where(proposal))
    mailing = _prepare(
        "region_submitted",
        proposal.cycle,
        recipients_with(BUREAU_ROLES, proposal.cycle),
        proposal,
        by,
        now,
        region=proposal.region,
        proposal=proposal,
        # Called while a text is made, so that each language gets its own words.
        missing=lambda: texts_of([one.code for one in missing]),
        link=f"{settings.SITE_URL}{address}",
    )
    return release_at_once(mailing=mailing, now=now, by=by)


def mail_return(
    proposal: RegionProposal, until: date | None, *, by: User, now: datetime
) -> Mailing:
    """Tells the coordinators that the bureau sent their proposal back, and why."""
    return _to_region(
        "region_returned",
        proposal,
        proposal.cycle,
        proposal.region,
        by,
        now,
        proposal=proposal,
        last_day=until,
    )


def mail_leave(leave: RegionLeave, *, by: User, now: datetime) -> Mailing:
    """Tells the coordinators until when they may still submit."""
    return _to_region(
        "region_leave", leave, leave.cycle, leave.region, by, now, leave=leave, last_day=leave.until
    )


def _to_region(
    key: str,
    about: models.Model,
    cycle: Cycle,
    region: Region,
    by: User,
    now: datetime,
    **facts: Any,
) -> Mailing:
    link = f"{settings.SITE_URL}{reverse('region', args=[cycle.year, region.key])}"
    people = coordinators_of(region)
    return _prepare(key, cycle, people, about, by, now, region=region, link=link, **facts)


def _prepare(
    key: str,
    cycle: Cycle,
    recipients: list[Recipient],
    about: models.Model,
    by: User,
    now: datetime,
    **facts: Any,
) -> Mailing:
    return prepare_mailing(
        cycle=cycle,
        key=key,
        **asdict(draft(key, cycle=cycle, **facts)),
        recipients=recipients,
        by=by,
        now=now,
        about=about,
    )


def _where(proposal: RegionProposal) -> list[Any]:
    return [proposal.cycle.year, proposal.region.key, proposal.number]
