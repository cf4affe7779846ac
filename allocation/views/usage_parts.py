"""What the pages of care usage share: the way to them, the rules, the shapes, the head."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.enums import ImportStatus
from allocation.permissions import may_judge_usage, may_run_process
from allocation.policies.usage import may_be_judged
from allocation.selectors.usage import compared_import
from allocation.services.viewing import record_view
from bols_portal.ui.pieces import Help, Link, Rule

if TYPE_CHECKING:
    from allocation.models import Cycle, UsageImport

PAGES = "allocation/phase_1/usage/"
PROTOCOL = "Toewijzingsprotocol 2027, fase I 2"
NOTE = "Notitie adherentieberekening 2026"
SHAPES = {
    ImportStatus.READING: "busy",
    ImportStatus.FAULTY: "stopped",
    ImportStatus.READY: "todo",
    ImportStatus.ACCEPTED: "done",
    ImportStatus.REJECTED: "stopped",
    ImportStatus.REPLACED: "info",
}
READ = (ImportStatus.READY, ImportStatus.ACCEPTED, ImportStatus.REJECTED, ImportStatus.REPLACED)


def crumbs(cycle: "Cycle", *here: Link) -> list[Link]:
    """The way to a page about care usage."""
    return [
        Link(_("Phase %(number)s") % {"number": "I"}, reverse("phase", args=[cycle.year, 1])),
        Link(_("Care usage"), reverse("usage", args=[cycle.year])),
        *here,
    ]


def crumb_of(usage_import: "UsageImport") -> Link:
    """The link to an import in the way to a page."""
    label = _("Import %(number)s") % {"number": usage_import.number}
    return Link(label, reverse("usage_import", args=[usage_import.cycle.year, usage_import.number]))


def help_note() -> Help:
    """The rules beside the work."""
    return Help(
        rules=[
            Rule(
                _(
                    "Specialisms that see patients: first outpatient visits, day admissions and "
                    "clinical admissions (Vektis). Supporting specialisms: procedures, without "
                    "patients of general practitioners (DHD)."
                ),
                f"{NOTE}, vraag 5",
            ),
            Rule(
                _("Independent treatment centres (ZBCs) are left out, and named."),
                f"{NOTE}, vraag 9",
            ),
            Rule(
                _(
                    "Care usage is commercially sensitive: only for this calculation, only for "
                    "the bureau and auditors."
                ),
                f"{NOTE}, vraag 14",
            ),
        ]
    )


def head(
    request: HttpRequest, usage_import: "UsageImport", tab: str, *here: Link
) -> dict[str, Any]:
    """What all pages of an import show: its state, its tabs, and what this person may do."""
    cycle = usage_import.cycle
    runs = bool(may_run_process(request.user, cycle))
    waiting = runs and usage_import.status == ImportStatus.READY
    answer = may_judge_usage(request.user, usage_import)
    moment = may_be_judged(usage_import) if waiting else None
    return {
        "cycle": cycle,
        "found": usage_import,
        "shape": SHAPES[ImportStatus(usage_import.status)],
        "runs": runs,
        "judges": waiting and bool(answer) and bool(moment),
        "not_mine": answer.reason if waiting and not answer else "",
        "closed": moment if moment is not None and not moment else None,
        "tabs": _tabs(usage_import, tab) if usage_import.status in READ else [],
        "crumbs": crumbs(cycle, crumb_of(usage_import), *here),
        "help_note": help_note(),
    }


def _tabs(usage_import: "UsageImport", tab: str) -> list[Link]:
    at = [usage_import.cycle.year, usage_import.number]
    links = [
        Link(_("Totals"), reverse("usage_import", args=at), open=tab == "totals"),
        Link(_("Institutions"), reverse("usage_institutions", args=at), open=tab == "institutions"),
    ]
    if compared_import(usage_import):
        changes = Link(_("Differences"), reverse("usage_changes", args=at), open=tab == "changes")
        links.append(changes)
    return links


def record(request: HttpRequest, what: str, usage_import: "UsageImport", **facts: Any) -> None:
    """Keeps that this person saw these figures or took this file."""
    record_view(
        what=what,
        about=usage_import,
        cycle=usage_import.cycle,
        by=request.user,  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
        now=timezone.now(),
        number=usage_import.number,
        source=usage_import.source,
        **facts,
    )
