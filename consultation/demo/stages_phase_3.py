"""The stages of phase III in the story of the demo."""

from django.utils.translation import gettext_lazy as _

from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.stages import Stage
from allocation.demo.stages_story import Story
from allocation.models import Region
from allocation.services.tables import Places
from consultation.demo import (
    stages_clusters,
    stages_mediation,
    stages_preliminary,
    stages_signing,
)
from consultation.demo.institutions import last_year_of
from consultation.services.previous_places import add_previous_places


def begin(story: Story) -> None:
    """5 May 2026: the field joins, and the bureau brings in last year's numbers."""
    stages_clusters.begin(story)
    now = moment(2026, 5, 5, 14)
    cells = [
        Places(code, region.key, places, institution=at)
        for region in Region.objects.order_by("position")
        for (code, at), places in last_year_of(story.cycle, region).items()
    ]
    with standing_at(now):
        add_previous_places(
            cycle=story.cycle, cells=cells, reason="", seen=0, by=story.anna, now=now
        )


def clusters_file(story: Story) -> None:
    """6-12 May 2026: clusters file, two hospitals ask for mediation."""
    stages_clusters.file_all(story)
    stages_mediation.ask(story)
    stages_mediation.plan(story)
    stages_signing.trainers_sign(story)


def regions_differ(story: Story) -> None:
    """13-16 May 2026: five regions adopt and sign, each in another state; one mediation ends."""
    stages_signing.regions_adopt(story)
    stages_mediation.end_without_consensus(story)
    stages_signing.two_submit(story)


def regions_submit(story: Story) -> None:
    """18-19 May 2026: the last clusters, the last signatures, the last mediation."""
    stages_clusters.file_the_rest(story)
    stages_mediation.end_with_consensus(story)
    stages_signing.adopt_what_was_agreed(story)
    stages_signing.the_rest_signs(story)


PHASE_3 = [
    Stage(
        "phase_3",
        _("Phase III begins: clusters, trainers and administrators have their roles"),
        begin,
        phase=3,
        begins=3,
    ),
    Stage(
        "clusters_filed",
        _("Clusters have filed their proposals; two hospitals asked for mediation"),
        clusters_file,
        phase=3,
    ),
    Stage(
        "regions_signing",
        _("Regions adopt and sign: every region in another state"),
        regions_differ,
        phase=3,
    ),
    Stage(
        "regions_submitted",
        _("All regions have submitted their proposals"),
        regions_submit,
        phase=3,
    ),
    Stage(
        "preliminary_at_board",
        _("The preliminary proposal lies before the board"),
        stages_preliminary.put_to_the_board,
        phase=3,
    ),
    Stage(
        "preliminary_established",
        _("The board has established the preliminary proposal: phase IV begins"),
        stages_preliminary.establish,
        phase=3,
        begins=4,
    ),
]
