"""Reading focus points: whose they are, what was filed, and what an earlier round said.

Toewijzingsprotocol 2027, fase II 1.1.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from allocation.models import Cycle, Region
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right, held_on
from consultation.enums import FilingKind, FocusCategory
from consultation.models import Attachment, Filing, FilingDraft, FocusPoint, Round
from consultation.selectors.filings import (
    draft_in,
    filings_visible_to,
    latest,
    latest_of,
    previous_of,
)

# A warning as a filing keeps it: numbers:capacity. The text under that subject lists numbers.
NUMBERS = "numbers:"
HELP = {
    FocusCategory.SPEARHEADS: _("What the region wants to be strong in, and what that asks."),
    FocusCategory.CAPACITY: _("Where training capacity is unused or shrinks."),
    FocusCategory.RECOGNITIONS: _("New recognitions of a training in the region."),
    FocusCategory.DEMAND: _("How care in the region develops, and what trainees must see of it."),
    FocusCategory.SIZE: _("What is reasonable for a region of this size."),
}


def regions_visible_to(user: Person, cycle: Cycle) -> QuerySet[Region]:
    """Whose focus points may be looked at: all for those who read filings, else one's own."""
    if has_right(user, Right.COMPOSE, cycle) or has_right(user, Right.READ_DOSSIERS, cycle):
        return Region.objects.all()
    return Region.objects.filter(pk__in=held_on(user, Right.COORDINATE, Region))


def get_region(user: Person, cycle: Cycle, key: str) -> Region:
    """The region by its short name; Http404 where the person may not see its focus points."""
    found = regions_visible_to(user, cycle).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def focus_filings_visible_to(user: Person, cycle: Cycle) -> QuerySet[Filing]:
    """Filed versions of focus points, with their texts and attachments."""
    return filings_visible_to(user, cycle).filter(kind=FilingKind.FOCUS).prefetch_related(*PARTS)


def get_focus_filing(
    user: Person, cycle: Cycle, key: str, round_number: int, number: int
) -> Filing:
    """A filed version; raises Http404 where the person may not see it."""
    found = (
        focus_filings_visible_to(user, cycle)
        .filter(region__key=key, round__number=round_number, number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


PARTS = (
    Prefetch("points", FocusPoint.objects.order_by("pk")),
    Prefetch("attachments", Attachment.objects.select_related("added_by").order_by("pk")),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the five subjects on a page: its text now, and what the earlier round said."""

    key: str
    label: str
    help: str
    text: str = ""
    earlier: str = ""
    warned: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class FiledFocus:
    """A filed version: its texts by subject, the subjects with a warning, and its files."""

    filing: Filing
    texts: Mapping[str, str]
    warned: frozenset[str]
    attachments: tuple[Attachment, ...]

    @property
    def subjects(self) -> list[Subject]:
        """The subjects with a text, in the order of the protocol."""
        return [one for one in subjects_of(self.texts, warned=self.warned) if one.text]


def filed_focus(filing: Filing | None) -> FiledFocus | None:
    """A filing with everything that belongs to it."""
    if filing is None:
        return None
    return FiledFocus(
        filing,
        {point.category: point.text for point in filing.points.all()},
        frozenset(
            code.removeprefix(NUMBERS) for code in filing.warnings if code.startswith(NUMBERS)
        ),
        tuple(filing.attachments.all()),
    )


def points_in(consultation: Round) -> dict[str, FiledFocus]:
    """What counts in a round by region key. For pages of those who may read all filings."""
    filings = (
        Filing.objects.filter(round=consultation, kind=FilingKind.FOCUS)
        .select_related("region", "round", "filed_by", "unchanged_from__round")
        .prefetch_related(*PARTS)
    )
    found = (filed_focus(one) for one in latest(filings).values())
    by_key = {one.filing.region.key: one for one in found if one and one.filing.region}
    keys = Region.objects.order_by("position").values_list("key", flat=True)
    return {key: by_key[key] for key in keys if key in by_key}


def subjects_of(
    texts: Mapping[str, str],
    *,
    earlier: Mapping[str, str] | None = None,
    warned: Iterable[str] = (),
    errors: Mapping[str, str] | None = None,
) -> list[Subject]:
    """The five subjects in the order of the protocol, as a page shows them."""
    marked = frozenset(warned)
    return [
        Subject(
            key=one.value,
            label=str(one.label),
            help=str(HELP[one]),
            text=texts.get(one.value, ""),
            earlier=(earlier or {}).get(one.value, ""),
            warned=one.value in marked,
            error=(errors or {}).get(one.value, ""),
        )
        for one in FocusCategory
    ]


def files_in_draft(consultation: Round, region: Region) -> list[Attachment]:
    """The files that go with the next version. For the party's own pages alone."""
    return list(
        Attachment.objects.filter(round=consultation, region=region, dropped=False)
        .select_related("added_by")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class FocusStatus:
    """A line of the list: a region and the version that counts in the round."""

    region: Region
    filing: Filing | None
    own: bool

    @property
    def warned(self) -> bool:
        """Whether the party was warned that a text lists numbers."""
        return bool(self.filing and self.filing.warnings)


def focus_statuses(user: Person, consultation: Round | None, cycle: Cycle) -> list[FocusStatus]:
    """Every region that the person may look at, with what was filed in the round."""
    filings: Iterable[Filing] = ()
    if consultation is not None:
        filings = filings_visible_to(user, cycle).filter(round=consultation, kind=FilingKind.FOCUS)
    newest = latest(filings)
    own = set(held_on(user, Right.COORDINATE, Region))
    return [
        FocusStatus(one, newest.get((FilingKind.FOCUS, one.pk)), one.pk in own)
        for one in regions_visible_to(user, cycle).order_by("position")
    ]


def begun_with(
    draft: FilingDraft | None, filed: FiledFocus | None, earlier: FiledFocus | None
) -> dict[str, str]:
    """What the form begins with: the draft, else what counts, else what an earlier round said."""
    if draft is not None:
        return texts_in(draft.content)
    begun = filed or earlier
    return dict(begun.texts) if begun else {}


def texts_to_begin_with(consultation: Round, region: Region) -> dict[str, str]:
    """The same, read anew. For the party's own pages alone."""
    return begun_with(
        draft_in(consultation, region),
        filed_focus(latest_of(consultation, region)),
        filed_focus(previous_of(consultation, region)),
    )


def texts_in(content: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a draft by subject."""
    return dict(content.get("texts", {}))


def get_attachment(user: Person, cycle: Cycle, key: str, number: int) -> Attachment:
    """A file beside focus points; Http404 where the person may not read it.

    The coordinators of the region see what lies in their draft; others what was filed alone.
    """
    region = get_region(user, cycle, key)
    files = Attachment.objects.filter(round__cycle=cycle, region=region, pk=number)
    if not has_right(user, Right.COORDINATE, region):
        files = files.filter(filings__isnull=False)
    found = files.distinct().first()
    if found is None:
        raise Http404
    return found
