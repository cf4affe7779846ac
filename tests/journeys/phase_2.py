"""What the walks through phase II share: the demo at its start, and what its parties do there."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone, translation

from allocation.demo.files import demo_files
from allocation.demo.loader import load
from allocation.demo.stages import FOUND, way_to
from allocation.demo.stages_story import Story
from allocation.models import Deadline, DeadlineVersion, Region, Specialism
from bols_portal.accounts.models import User
from consultation.demo.invented import advices, focus_points, proposal_texts
from consultation.demo.parties import advise, adviser_of, ask_attention, coordinator_of, running
from consultation.models import Filing
from consultation.selectors.advices import base_of

PHASE = "/toewijzing/2027/fase-2/"
TERMS = ("focus_points", "advices", "profession_advices", "integral_proposal")


def at_the_start() -> Story:
    """The demo at the start of phase II."""
    load("adopted", lambda _text: None)
    return with_time_left(Story(files=demo_files()))


def rectified_after_a_round() -> Story:
    """The demo with a round on the first framework, in which some filed; then it is rectified."""
    load("first_round", lambda _text: None)
    story = Story(files=demo_files())
    told = way_to("adopted")
    rectification = told[[stage.name for stage in told].index(FOUND) :]
    with translation.override("nl"):
        for stage in rectification:
            stage.tell(story)
    return with_time_left(story)


def with_time_left(story: Story, terms: Collection[str] = TERMS) -> Story:
    """The last days of phase II, or other ones, lie far ahead."""
    for deadline in Deadline.objects.filter(cycle=story.cycle, key__in=terms):
        DeadlineVersion.objects.create(
            deadline=deadline,
            number=deadline.versions.count() + 1,
            day=date(2100, 1, 1),
            kind="at_the_latest",
            set_at=timezone.now(),
            set_by=story.anna,
        )
    return story


def adviser(code: str) -> User:
    """Who files the advice on a specialism."""
    return adviser_of(Specialism.objects.get(code=code))


def coordinator(key: str) -> User:
    """Who files the focus points of a region."""
    return coordinator_of(Region.objects.get(key=key))


def advice_typed(story: Story, code: str) -> dict[str, Any]:
    """What the association of the demo fills in."""
    specialism = Specialism.objects.get(code=code)
    base = {key: cell.places for key, cell in base_of(running(story).table, specialism).items()}
    invented = advices()[code]
    wanted = invented.wanted(base, list(Region.objects.values_list("key", flat=True)))
    return invented.content(wanted, base)


def texts_of(key: str) -> dict[str, str]:
    """What the coordinator of the demo writes, by subject."""
    return focus_points()[key]


def motivation() -> str:
    """What FMS of the demo writes."""
    return str(proposal_texts()["motivation"])


def everybody_else_files(story: Story) -> None:
    """Every party that has filed nothing in the round that runs, through the services."""
    now = timezone.now()
    filed = Filing.objects.filter(round=running(story))
    done = set(filed.values_list("specialism__code", flat=True))
    for code in Specialism.objects.values_list("code", flat=True):
        if code not in done:
            advise(story, code, now)
    regions = set(filed.values_list("region__key", flat=True))
    for key in Region.objects.values_list("key", flat=True):
        if key not in regions:
            ask_attention(story, key, now)


def press(page: Any, name: str) -> None:
    """Presses a button, and waits for the page that comes."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()
