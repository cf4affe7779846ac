"""Reading reports of recognitions: who sees which, who is told, and what can be reported."""

from django.db.models import Q, QuerySet

from allocation.models import Cluster, Cycle, Institution, Region, Specialism
from allocation.roles import BUREAU_ROLES, Right
from allocation.selectors.recipients import Recipient, recipients_with
from allocation.selectors.rights import Person, has_right, held_on
from consultation.models import RecognitionReport
from consultation.selectors.cluster_people import chairs_of, coordinators_of
from consultation.selectors.clusters import clusters_of
from consultation.selectors.recognitions import recognised_in

_BESIDE = (
    "cycle",
    "region",
    "institution",
    "specialism",
    "reported_by",
    "answer",
    "answer__by",
)


def reports_visible_to(user: Person, cycle: Cycle) -> QuerySet[RecognitionReport]:
    """The latest first. A region sees its own, a cluster its own, the bureau and board all."""
    found = RecognitionReport.objects.filter(cycle=cycle).select_related(*_BESIDE).order_by("-pk")
    if has_right(user, Right.READ_DOSSIERS, cycle):
        return found
    own = Q(region__in=held_on(user, Right.COORDINATE, Region))
    for one in clusters_of(user):
        own |= Q(region=one.region_id, specialism=one.specialism_id)
    return found.filter(own)


def may_see_reports(user: Person, cycle: Cycle) -> bool:
    """Whether the page has anything for this person, now or later."""
    return (
        has_right(user, Right.READ_DOSSIERS, cycle)
        or bool(held_on(user, Right.COORDINATE, Region))
        or bool(clusters_of(user))
    )


def unanswered(cycle: Cycle) -> QuerySet[RecognitionReport]:
    """What the bureau has to look at, the oldest first."""
    found = RecognitionReport.objects.filter(cycle=cycle, answer__isnull=True)
    return found.select_related(*_BESIDE).order_by("pk")


def reportable_by(user: Person) -> list[tuple[Region, list[Specialism]]]:
    """For which regions and specialisms the person reports: a coordinator all of the own region."""
    every = list(Specialism.objects.order_by("position"))
    coordinated = held_on(user, Right.COORDINATE, Region)
    found = {one.key: (one, every) for one in Region.objects.filter(pk__in=coordinated)}
    chaired = Cluster.objects.filter(pk__in=held_on(user, Right.CHAIR, Cluster))
    for one in chaired.select_related("region", "specialism").order_by("specialism__position"):
        if one.region_id not in coordinated:
            found.setdefault(one.region.key, (one.region, []))[1].append(one.specialism)
    return sorted(found.values(), key=lambda pair: pair[0].position)


def institutions_for(cycle: Cycle, region: Region) -> list[Institution]:
    """The institutions that belong to a region, or have a recognised training in it, by name."""
    trained = [one.pk for one in recognised_in(cycle, region).institutions]
    found = Institution.objects.filter(Q(home_region=region) | Q(pk__in=trained))
    return list(found.order_by("name", "pk"))


def told_of(report: RecognitionReport) -> list[Recipient]:
    """Who is told of a report: cluster, region and bureau, and who reported it."""
    found = [
        *recipients_with(BUREAU_ROLES, report.cycle),
        *coordinators_of(report.region),
        *chairs_of(report.region, report.specialism),
    ]
    reporter = report.reported_by
    if reporter.is_active and all(one.user != reporter for one in found):
        found.append(Recipient(reporter, reporter.email, ""))
    return found
