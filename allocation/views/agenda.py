"""The dates of a cycle: what falls when, how dates moved, and moving one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import Refused
from allocation.forms.cycles import ConfirmMoveForm, MoveDeadlineForm
from allocation.permissions import may_run_process
from allocation.phases.registry import definition_of
from allocation.policies.deadlines import Conflict, conflicts_of
from allocation.selectors.calendars import has_feed
from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import DeadlineMoment, deadlines_of
from allocation.selectors.recipients import concerned_by, recipients_with
from allocation.services.deadlines import RULE, move_deadline
from allocation.views.deadline_parts import deadline_of
from allocation.views.person import signed_in
from bols_portal.ui.formats import date_text, weekday_text
from bols_portal.ui.pieces import Event, Help, Link, Review, Rule


@require_safe
def agenda(request: HttpRequest, year: int) -> HttpResponse:
    """All dates by phase, and the ways to have them in one's own calendar."""
    cycle = get_cycle(request.user, year)
    now = timezone.now()
    phases: dict[int, list[tuple[DeadlineMoment, Any]]] = {}
    for moment in deadlines_of(cycle):
        phases.setdefault(moment.rule.phase, []).append((moment, deadline_of(moment, now)))
    context = {
        "cycle": cycle,
        "phases": [
            (number, definition_of(number).name, rows) for number, rows in sorted(phases.items())
        ],
        "has_feed": has_feed(signed_in(request)),
        "help_note": Help(rules=[_rule()]),
        "crumbs": [*crumbs(year)[:-1], Link(_("Agenda"), "")],
    }
    return render(request, "allocation/cycles/agenda.html", context)


@require_safe
def deadline(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """One date: what the protocol says of it, and every version with who set it and why."""
    cycle = get_cycle(request.user, year)
    moment = _found(deadlines_of(cycle), key)
    context = {
        "cycle": cycle,
        "moment": moment,
        "due": deadline_of(moment, timezone.now()),
        "events": [_event(moment, number) for number in reversed(range(len(moment.versions)))],
        "moves": bool(may_run_process(request.user, cycle)),
        "help_note": Help(rules=[_rule()]),
        "crumbs": [*crumbs(year), Link(moment.title, "")],
    }
    return render(request, "allocation/cycles/deadline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """A new day in two steps: fill in, then see what happens and who will be told."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    moments = deadlines_of(cycle)
    moment = _found(moments, key)
    initial = {
        "day": moment.day,
        "kind": moment.version.kind,
        "seen": moment.version.number,
    }
    form = MoveDeadlineForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {
        "cycle": cycle,
        "moment": moment,
        "due": deadline_of(moment, timezone.now()),
        "form": form,
        "help_note": Help(rules=[_rule()]),
        "crumbs": [
            *crumbs(year),
            Link(moment.title, reverse("deadline", args=[year, key])),
            Link(_("Move"), ""),
        ],
    }
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return render(request, "allocation/cycles/move.html", context)
    return _second_step(request, moments, moment, form.cleaned_data, context)


def _second_step(
    request: HttpRequest,
    moments: list[DeadlineMoment],
    moment: DeadlineMoment,
    values: dict[str, Any],
    context: dict[str, Any],
) -> HttpResponse:
    now = timezone.now()
    year = context["cycle"].year
    conflicts = conflicts_of(moments, moment.key, values["day"], values["kind"], now)
    confirm = ConfirmMoveForm(request.POST, conflicts=conflicts)
    if "confirm" in request.POST and confirm.is_valid():
        try:
            moved = move_deadline(
                moment=moment,
                day=values["day"],
                kind=values["kind"],
                reason=values["reason"],
                seen=values["seen"],
                acknowledged=confirm.cleaned_data.get("accepted", ()),
                by=signed_in(request),
                now=now,
            )
        except Refused as refusal:
            confirm.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The date has moved. Now read and send the message."))
            return redirect("mailing", moved.mailing.pk)
    elif "confirm" not in request.POST:
        confirm = ConfirmMoveForm(initial=values, conflicts=conflicts)
    context |= {
        "confirm": confirm,
        "conflicts": conflicts,
        "review": _review(year, moment, values, conflicts, context),
    }
    return render(request, "allocation/cycles/move_review.html", context)


def _review(
    year: int,
    moment: DeadlineMoment,
    values: dict[str, Any],
    conflicts: list[Conflict],
    context: dict[str, Any],
) -> Review:
    told = recipients_with(concerned_by(moment.rule.phase), context["cycle"])
    before = values["kind"] == "before"
    words = _("before %(day)s") if before else _("by %(day)s")
    old = _("no day yet")
    if moment.day:
        old = (_("before %(day)s") if moment.exclusive else _("by %(day)s")) % {
            "day": date_text(moment.day)
        }
    return Review(
        happens=[
            _("“%(title)s” moves from %(old)s to %(new)s.")
            % {
                "title": moment.title,
                "old": old,
                "new": words % {"day": weekday_text(values["day"])},
            },
            _("The reason stands in the agenda: %(reason)s") % {"reason": values["reason"]},
            _("A message is prepared for the people below. You read and send it on the next page."),
        ],
        mailed=[f"{one.name} ({one.capacity})" for one in told],
        mailed_count=len(told),
        confirm=_("Move this date"),
        back_href=reverse("move_deadline", args=[year, moment.key]),
        final=[_("The earlier day stays readable in the history.")],
        danger=bool(conflicts),
    )


def crumbs(year: int) -> list[Link]:
    """The way back from a date."""
    return [
        Link(_("My tasks"), reverse("home")),
        Link(_("Documents"), reverse("documents", args=[year])),
        Link(_("Agenda"), reverse("agenda", args=[year])),
    ]


def _found(moments: list[DeadlineMoment], key: str) -> DeadlineMoment:
    for moment in moments:
        if moment.key == key:
            return moment
    raise Http404


def _rule() -> Rule:
    return Rule(
        _(
            "“Before” a day: that day itself is too late. “By” a day: that day still counts, until "
            "midnight. All times are Dutch times. A date moves when VWS is late."
        ),
        RULE,
    )


def _event(moment: DeadlineMoment, place: int) -> Event:
    version = moment.versions[place]
    day = weekday_text(version.day) if version.day else _("no day yet")
    when = _("before %(day)s") if version.kind == "before" else _("by %(day)s")
    what = when % {"day": day} if version.day else day
    set_at: datetime = version.set_at
    return Event(
        who=str(version.set_by),
        what=_("From the protocol: %(when)s") % {"when": what} if place == 0 else what,
        when=set_at,
        remark=version.reason,
        kind="done" if place == len(moment.versions) - 1 else "info",
    )
