"""The page of the audit trail: reading, filtering, taking along, checking."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from allocation.forms.log import LogFilterForm
from allocation.permissions import may_read_any_log
from allocation.selectors.cycles import cycles_visible_to
from allocation.selectors.log import events_matching, last_check, lines_of, object_types
from allocation.services.log import check_log, download_log
from bols_portal.audit.selectors import head
from bols_portal.ui.formats import places_text
from bols_portal.ui.pieces import Help, Link, Rule

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _form(request: HttpRequest) -> LogFilterForm:
    return LogFilterForm(
        request.GET,
        object_types=object_types(request.user),
        cycles=cycles_visible_to(request.user),
    )


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The events that fit the filters, the latest first, and the state of the chain."""
    may_read_any_log(request.user).enforce()
    form = _form(request)
    events = events_matching(request.user, form.wanted())
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    sequence, last = head()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filters": form,
        "page": page,
        "lines": lines_of(page.object_list),
        "total": page.paginator.count,
        "sequence": sequence,
        "head": last,
        "checked": last_check(request.user),
        "query": query.urlencode(),
        "crumbs": [Link(_("My tasks"), reverse("home")), Link(_("Log"), "")],
        "help_note": Help(
            rules=[
                Rule(
                    _(
                        "Every change is written down and stays as it is. Each event holds the "
                        "hash of the one before, so that a change behind the portal’s back shows."
                    ),
                    _("Rule of this portal"),
                )
            ]
        ),
    }
    return render(request, "allocation/log/overview.html", context)


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """What is filtered, as xlsx. The download is an event itself."""
    may_read_any_log(request.user).enforce()
    now = timezone.now()
    content = download_log(
        wanted=_form(request).wanted(),
        by=request.user,  # type: ignore[arg-type]
        now=now,
    )
    name = f"logboek-{timezone.localtime(now):%Y-%m-%d-%H%M}.xlsx"
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Checks every link of the chain."""
    state = check_log(by=request.user, now=timezone.now())  # type: ignore[arg-type]
    if state.broken is None:
        whole = _("The chain is whole: %(count)s events.") % {"count": places_text(state.count)}
        messages.success(request, whole)
    else:
        messages.error(
            request,
            _(
                "The chain is broken at event %(number)s. Keep the database as it is and warn the "
                "administrator: somebody changed the log behind the portal’s back."
            )
            % {"number": state.broken.sequence},
        )
    return redirect("log")
