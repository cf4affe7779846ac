"""The page of the focus points of one region, with what was typed and why it was refused."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.errors import FaultyInput, NotNow, Refused, Stale
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.permissions import CONSULT, may_file_focus
from consultation.policies.filings import may_file
from consultation.selectors.advices import round_on_page
from consultation.selectors.filings import draft_in, previous_of, unfiled
from consultation.selectors.focus import (
    NUMBERS,
    FiledFocus,
    begun_with,
    filed_focus,
    files_in_draft,
    focus_filings_visible_to,
    subjects_of,
    texts_in,
)
from consultation.selectors.rounds import last_day_for
from consultation.services.focus import UnreadWarning
from consultation.services.focus_attachments import MOST
from consultation.services.focus_content import QUOTE, SOURCE, warnings_of
from consultation.services.focus_files import ENDINGS

if TYPE_CHECKING:
    from allocation.models import Cycle, Region
    from consultation.models import Round

PAGES = "consultation/phase_2/focus/"
Texts = Mapping[str, str]


def focus_page(
    request: HttpRequest,
    cycle: "Cycle",
    region: "Region",
    *,
    typed: Texts | None = None,
    refusal: Refused | None = None,
    seen: int | None = None,
    from_file: bool = False,
    faulty: FaultyInput | None = None,
    replaced: Texts | None = None,
) -> HttpResponse:
    """The page; with `typed` what was sent, and why it was refused.

    `seen`: the version it was typed over, where nothing was saved; `from_file`: whether it was read
    from a workbook; `faulty`: what is wrong with one; `replaced`: what stood in the form before it.
    """
    consultation = round_on_page(cycle)
    faults = refusal.faults if isinstance(refusal, FaultyInput) else []
    context: dict[str, Any] = {
        "cycle": cycle,
        "region": region,
        "round": consultation,
        "crumbs": crumbs(cycle, region.name),
        "help_note": help_note(),
        "refusal": refusal,
        "faults": faults,
        "must_read": isinstance(refusal, UnreadWarning),
        "from_file": from_file,
        "files_unread": from_file and bool(request.FILES.getlist("files")),
        "unsaved": seen is not None or any(one.column == "files" for one in faults),
        "faulty": faulty,
        "quote": QUOTE,
        "quote_source": SOURCE,
    }
    if consultation is not None:
        context |= _in_round(request, consultation, region, typed, faults)
        if seen is not None:
            context["seen"] = seen
        if isinstance(refusal, Stale) and context["draft"]:
            context["other"] = theirs = texts_in(context["draft"].content)
            context["subjects"] = [
                replace(one, earlier=theirs.get(one.key, "")) for one in context["subjects"]
            ]
        elif replaced is not None:
            context["subjects"] = beside = [
                replace(one, earlier=was if (was := replaced.get(one.key, "")) != one.text else "")
                for one in context["subjects"]
            ]
            context["was_typed"] = any(one.earlier for one in beside)
    status = 409 if isinstance(refusal, Stale | NotNow) else 200
    return render(request, f"{PAGES}focus.html", context, status=status)


def _in_round(
    request: HttpRequest,
    consultation: "Round",
    region: "Region",
    typed: Texts | None,
    faults: list[Any],
) -> dict[str, Any]:
    own = bool(may_file_focus(request.user, region))
    moment = may_file(consultation, region, timezone.now())
    versions = list(
        focus_filings_visible_to(request.user, consultation.cycle)
        .filter(region=region)
        .order_by("-round__number", "-number")
    )
    filed = next((one for one in versions if one.round_id == consultation.pk), None)
    shown: dict[str, Any] = {
        "filed": filed_focus(filed),
        "versions": versions,
        "own": own,
        "moment": moment,
        "may_type": own and moment.open,
        "last_day": last_day_for(consultation, region),
        "draft": None,
    }
    return shown | _form(consultation, region, shown["filed"], typed, faults) if own else shown


def _form(
    consultation: "Round",
    region: "Region",
    filed: FiledFocus | None,
    typed: Texts | None,
    faults: list[Any],
) -> dict[str, Any]:
    """What only the party sees: its draft, its files, and what it filed in an earlier round."""
    draft = draft_in(consultation, region)
    earlier = filed_focus(previous_of(consultation, region))
    texts = typed if typed is not None else begun_with(draft, filed, earlier)
    warnings = warnings_of(texts)
    read = draft.content.get("read", []) if draft else []
    files = files_in_draft(consultation, region)
    if draft is None and earlier is not None:
        files = list(earlier.attachments)
    return {
        "subjects": subjects_of(
            texts,
            earlier=earlier.texts if earlier else None,
            warned=[code.removeprefix(NUMBERS) for code in warnings],
            errors={one.column: str(one.message) for one in faults if one.column},
        ),
        "unread": set(warnings) - set(read),
        "warnings": warnings,
        "draft": draft,
        "unfiled": unfiled(draft, filed.filing if filed else None),
        "seen": draft.version if draft else 0,
        "files": files,
        "files_left": MOST - len(files),
        "accept": ENDINGS,
        "earlier": earlier,
        "may_confirm": earlier is not None and filed is None,
    }


def crumbs(cycle: "Cycle", here: str = "") -> list[Link]:
    """The way to a page of focus points."""
    phase = Link(_("Phase %(number)s") % {"number": "II"}, reverse("phase", args=[cycle.year, 2]))
    listed = Link(_("Focus points"), reverse("focus_overview", args=[cycle.year]))
    return [phase, listed, Link(here, "")] if here else [phase, listed]


def help_note() -> Help:
    """The rules of the protocol beside the form."""
    return Help(
        rules=[
            Rule(
                _(
                    "Focus points say what BOLS and FMS should take into account in the "
                    "distribution. They are expressly not a list of wished-for numbers."
                ),
                SOURCE,
            ),
            Rule(
                _("Until the last day a new version replaces the one before."),
                CONSULT,
            ),
        ]
    )
