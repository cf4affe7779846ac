"""Tags and filters of the portal's templates; loaded everywhere, so ``{% load ui %}`` is not
needed.
"""

import datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.utils import timezone

from bols_portal.ui import formats
from bols_portal.ui.forms import faults_of
from bols_portal.ui.grids import Grid, GridCell, GridRow, cell_name
from bols_portal.ui.pieces import Deadline, Event, Gauge, Help, Progress, Review, TaskItem, Why
from bols_portal.ui.tables import Matrix

register = template.Library()

STATUS_KINDS = frozenset({"todo", "busy", "waiting", "done", "attention", "stopped", "info"})


# --- Filters: an empty value gives an empty text, so that a template needs no if ---------------
def _filter(name: str, function: Any) -> None:
    def applied(value: Any) -> str:
        return "" if value is None or value == "" else function(value)

    register.filter(name, applied)


_filter("nl_date", formats.date_text)
_filter("weekday_date", formats.weekday_text)
_filter("clock", formats.time_text)
_filter("moment", formats.moment_text)
_filter("places", formats.places_text)
_filter("signed", formats.signed_text)
_filter("short_digest", formats.digest_text)
_filter("roman", formats.roman_text)


@register.filter
def percent(share: Decimal | float | str | None, decimals: int = 1) -> str:
    """A share as a percentage with the given number of decimals: ``18,6 %``."""
    return "" if share is None else formats.percent_text(share, decimals)


@register.filter
def days_left(deadline: formats.Moment | None, now: datetime.datetime | None = None) -> str:
    """How much time is left until the deadline, from *now* (default: the present moment)."""
    return "" if deadline is None else formats.days_left_text(deadline, now or timezone.now())


# --- Tables -----------------------------------------------------------------------------------
@register.inclusion_tag("_components/matrix.html")
def matrix(table: Matrix, legend: bool = True) -> dict[str, Any]:
    """A table of places with its marks, legend and phone layout."""
    return {"table": table, "legend": legend}


@register.inclusion_tag("_components/grid.html")
def grid(edit: Grid) -> dict[str, Any]:
    """An editable table; stands inside the page's form."""
    return {"grid": edit}


@register.simple_tag
def grid_name(edit: Grid, row: GridRow, cell: GridCell) -> str:
    """The name of a cell's input."""
    return cell_name(edit.key, row.code, cell.column)


@register.inclusion_tag("_components/why.html")
def why(explanation: Why | None = None) -> dict[str, Any]:
    """The inside of "Waarom dit getal?": the answer to an htmx request, or the start text without
    one.
    """
    return {"why": explanation}


@register.inclusion_tag("_components/gauges.html")
def gauges(bars: list[Gauge], moved: int | None = None, room: int = 30) -> dict[str, Any]:
    """A leeway gauge a region, and below it how many of all movable places are moved."""
    return {
        "gauges": bars,
        "moved": moved,
        "room": room,
        "over": moved is not None and moved > room,
    }


@register.inclusion_tag("_components/comparison.html")
def comparison(
    differences: list[Any],
    old_label: str,
    new_label: str,
    reasons: bool = False,
    label: str = "",
) -> dict[str, Any]:
    """What differs between two versions, a line a cell; `label` where a page has two of them."""
    return {
        "differences": differences,
        "old_label": old_label,
        "new_label": new_label,
        "reasons": reasons,
        "label": label,
    }


# --- Small pieces -----------------------------------------------------------------------------
@register.inclusion_tag("_components/status.html")
def status(kind: str, label: str) -> dict[str, Any]:
    """A status in words with a shape. Raises ValueError for a kind that has no shape."""
    if kind not in STATUS_KINDS:
        raise ValueError(f"unknown status kind {kind!r}")
    return {"kind": kind, "label": label}


@register.inclusion_tag("_components/deadline.html", takes_context=True)
def deadline(
    context: Context,
    when: formats.Moment | Deadline | None,
    exclusive: bool = False,
    now: datetime.datetime | None = None,
) -> dict[str, Any]:
    """A deadline with weekday and the time left; *now* is taken from the context when not given."""
    if when is None or isinstance(when, Deadline):
        return {"deadline": when}
    moment = now or context.get("now") or timezone.now()
    return {"deadline": Deadline(when, moment, exclusive)}


@register.inclusion_tag("_components/digest.html")
def digest(value: str, label: str = "") -> dict[str, Any]:
    """A digest (kenmerk) in its short form, with the whole one to copy."""
    return {"value": value, "label": label}


@register.inclusion_tag("_components/task_row.html")
def task_row(task: TaskItem) -> dict[str, Any]:
    """A row of "Mijn taken"."""
    return {"task": task}


@register.inclusion_tag("_components/help.html")
def help_aside(help_note: Help) -> dict[str, Any]:
    """The help that belongs to the page; stands in the block ``help``."""
    return {"help": help_note}


@register.inclusion_tag("_components/empty.html")
def empty(title: str, text: str = "", action: str = "", href: str = "") -> dict[str, Any]:
    """An empty state: what will appear here, and who must act."""
    return {"title": title, "text": text, "action": action, "href": href}


@register.inclusion_tag("_components/progress.html")
def progress(job: Progress) -> dict[str, Any]:
    """The progress of a job; asks again by itself while the job runs."""
    return {"job": job}


@register.inclusion_tag("_components/timeline.html")
def timeline(events: list[Event]) -> dict[str, Any]:
    """Who did what, when."""
    return {"events": events}


@register.inclusion_tag("_components/tabs.html")
def tabs(links: list[Any], label: str) -> dict[str, Any]:
    """Views of one thing as links; *label* names the set for screen readers."""
    return {"links": links, "label": label}


# --- Forms ------------------------------------------------------------------------------------
@register.inclusion_tag("_components/error_summary.html")
def error_summary(*sources: "forms.BaseForm | forms.BaseFormSet[Any]") -> dict[str, Any]:
    """All errors of the forms on the page, each with a link to its field. Nothing where all is
    right.
    """
    return {"faults": faults_of(*sources)}


@register.inclusion_tag("_components/review.html", takes_context=True)
def review(context: Context, note: Review, form: forms.BaseForm | None = None) -> dict[str, Any]:
    """Before a step that cannot be taken back: what happens, who is mailed, what is final."""
    return {"review": note, "form": form, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Previous and next page, keeping the filters in the address."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}
