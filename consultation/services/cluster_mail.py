"""Messages between a cluster and its coordinator. They are sent at once: the page said to whom."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from allocation.selectors.recipients import Recipient
from allocation.services.mail_texts import draft
from allocation.services.messages import mail_at_once
from bols_portal.accounts.models import User
from consultation.models import ClusterProposal
from consultation.selectors.cluster_people import chairs_of, coordinators_of


def mail_filed(proposal: ClusterProposal, *, by: User, now: datetime) -> None:
    """Tells the region's coordinators that a version was filed; not the one who filed it."""
    asked = [one for one in coordinators_of(proposal.region) if one.user != by]
    _mail("cluster_filed", proposal, asked, by, now)


def mail_returned(proposal: ClusterProposal, *, by: User, now: datetime) -> None:
    """Tells the chairs of the cluster, and who filed it, that and why it was sent back."""
    _mail("cluster_returned", proposal, told_of_return(proposal, by), by, now)


def told_of_return(proposal: ClusterProposal, by: User) -> list[Recipient]:
    """Who gets a message when this version is sent back."""
    found = chairs_of(proposal.region, proposal.specialism)
    filer = proposal.filed_by
    if filer.is_active and all(one.user != filer for one in found):
        found.append(Recipient(filer, filer.email, ""))
    return [one for one in found if one.user != by]


def _mail(
    key: str, proposal: ClusterProposal, recipients: list[Recipient], by: User, now: datetime
) -> None:
    if not recipients:
        return
    address = reverse(
        "cluster", args=[proposal.cycle.year, proposal.region.key, proposal.specialism.code]
    )
    text = draft(key, cycle=proposal.cycle, proposal=proposal, link=f"{settings.SITE_URL}{address}")
    # Between a cluster and its region: no employee of the bureau needs to release it.
    mail_at_once(
        cycle=proposal.cycle,
        key=key,
        text=text,
        recipients=recipients,
        by=by,
        now=now,
        about=proposal,
    )
