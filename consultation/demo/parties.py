"""What the parties of the demo do in a consultation round: each by its own people."""

from datetime import datetime

from allocation.demo.loader_clock import standing_at
from allocation.demo.stages_story import Story
from allocation.models import Region, Specialism
from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.demo.invented import advices, focus_points
from consultation.models import FilingDraft, Round
from consultation.selectors.advices import base_of
from consultation.selectors.rounds import Party, current_round
from consultation.services.advices import file_advice, file_unchanged, save_advice_draft
from consultation.services.focus import file_focus, file_focus_unchanged


def running(story: Story) -> Round:
    """The round that runs."""
    found = current_round(story.cycle)
    if found is None:
        raise RuntimeError("no round runs")
    return found


def adviser_of(specialism: Specialism) -> User:
    """Who files the advice: of its association, or of VSG and NVvO themselves."""
    people = User.objects.filter(memberships__role=Role.PROFESSION).filter(
        memberships__specialism=specialism
    ) or User.objects.filter(
        memberships__role=Role.ADVISER, memberships__association__specialisms=specialism
    )
    return people.order_by("pk")[0]


def coordinator_of(region: Region) -> User:
    """Who files the focus points of a region."""
    people = User.objects.filter(memberships__role=Role.COORDINATOR, memberships__region=region)
    return people.order_by("pk")[0]


def advise(
    story: Story, code: str, now: datetime, *, on: dict[str, int] | None = None, file: bool = True
) -> None:
    """Files an advice, or only types it. `on`: the base distribution that the adviser believes."""
    consultation = running(story)
    specialism = Specialism.objects.get(code=code)
    invented = advices()[code]
    base = {key: cell.places for key, cell in base_of(consultation.table, specialism).items()}
    wanted = invented.wanted(on or base, list(Region.objects.values_list("key", flat=True)))
    with standing_at(now):
        (file_advice if file else save_advice_draft)(
            consultation=consultation,
            specialism=specialism,
            content=invented.content(wanted, base),
            seen=_seen(consultation, specialism),
            by=adviser_of(specialism),
            now=now,
        )


def advise_the_same(story: Story, code: str, now: datetime) -> None:
    """Files the advice of the earlier round again, in one click."""
    specialism = Specialism.objects.get(code=code)
    with standing_at(now):
        file_unchanged(
            consultation=running(story),
            specialism=specialism,
            by=adviser_of(specialism),
            now=now,
        )


def ask_attention(story: Story, key: str, now: datetime) -> None:
    """Files the focus points of a region. A warning about numbers is read, and filed over."""
    consultation, region = running(story), Region.objects.get(key=key)
    with standing_at(now):
        file_focus(
            consultation=consultation,
            region=region,
            texts=focus_points()[key],
            seen=_seen(consultation, region),
            by=coordinator_of(region),
            now=now,
            confirmed=True,
        )


def ask_the_same(story: Story, key: str, now: datetime) -> None:
    """Files the focus points of the earlier round again."""
    region = Region.objects.get(key=key)
    with standing_at(now):
        file_focus_unchanged(
            consultation=running(story), region=region, by=coordinator_of(region), now=now
        )


def _seen(consultation: Round, party: Party) -> int:
    """The version of the draft as it is now."""
    mine = {"region": party} if isinstance(party, Region) else {"specialism": party}
    draft = FilingDraft.objects.filter(round=consultation, **mine).first()
    return draft.version if draft else 0
