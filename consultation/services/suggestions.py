"""The nearest fitting proposal: computing it, and taking it over on the workbench.

It is a suggestion: FMS takes it over, edits it or leaves it.
docs/adr/0112-nearest-fitting-proposal.md.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from allocation.engine import ENGINE_VERSION
from allocation.engine.errors import EngineError, NoSolutionError
from allocation.engine.proposal import proposal_to_json, propose
from allocation.engine.proposal_cases import propose_case_to_json
from allocation.errors import Fault, FaultyInput, Refused
from allocation.models import Cycle
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import Suggestion, Workbench
from consultation.permissions import COMPOSE, may_compose
from consultation.policies.proposals import may_suggest
from consultation.selectors.rounds import current_round
from consultation.selectors.suggestions import WITHOUT_ADVICE, case_of, get_suggested
from consultation.services.workbench import begin_workbench, fill_workbench

HEAVIEST = 1000


@transaction.atomic
def compute_suggestion(
    *, cycle: Cycle, weights: Mapping[str, int], by: User, now: datetime
) -> Suggestion:
    """Computes the suggestion on the advices of the round that runs, and keeps it.

    `weights`: how heavy a place away from the advice counts, by specialism code; whole, from 1,
    and 1 where none is given. Raises FaultyInput for other weights, Refused where no table keeps
    to the framework. Toewijzingsprotocol 2027, fase II 1.3.
    """
    may_compose(by, cycle).enforce()
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    may_suggest(held).enforce()
    consultation = current_round(held)
    if consultation is None:  # the policy just found it
        raise LookupError("no round")
    case, silent = case_of(held, consultation, weights)
    if faults := _faults(weights, case.rows):
        raise FaultyInput(_("The suggestion was not computed."), faults, rule=COMPOSE)
    try:
        found = propose(case)
    except EngineError as error:
        raise Refused(_told(error), rule=COMPOSE) from error
    last = Suggestion.objects.filter(cycle=held).aggregate(last=Max("number"))["last"]
    suggestion = Suggestion.objects.create(
        cycle=held,
        number=(last or 0) + 1,
        table=consultation.table,
        case=propose_case_to_json(case) | {WITHOUT_ADVICE: silent},
        result=proposal_to_json(found),
        digest=found.digest,
        engine_version=ENGINE_VERSION,
        computed_at=now,
        computed_by=by,
    )
    audit.write(
        "suggestion.computed",
        by=by,
        now=now,
        subject=suggestion,
        cycle=held,
        number=suggestion.number,
        round=consultation.number,
        digest=found.digest,
    )
    return suggestion


@transaction.atomic
def take_suggestion_over(
    *, cycle: Cycle, number: int, seen: int, by: User, now: datetime
) -> Workbench:
    """Puts the numbers of a suggestion on the workbench; it begins where there is none (seen 0).

    Reasons that were typed stay. Raises Stale where a colleague changed the workbench since the
    version that was seen, Refused where the suggestion is about another base distribution.
    """
    may_compose(by, cycle).enforce()
    suggested = get_suggested(cycle, number)
    if not seen and not Workbench.objects.filter(cycle=cycle).exists():
        seen = begin_workbench(cycle=cycle, start="base", by=by, now=now).version
    bench = Workbench.objects.filter(cycle=cycle).first()
    if bench is not None and bench.table_id != suggested.suggestion.table_id:
        raise Refused(
            _("This suggestion is about another base distribution than the workbench."),
            rule=COMPOSE,
        )
    return fill_workbench(cycle=cycle, places=suggested.places, seen=seen, by=by, now=now)


def _faults(weights: Mapping[str, int], codes: tuple[str, ...]) -> list[Fault]:
    text = _("Give a whole number from 1 to %(most)s.") % {"most": HEAVIEST}
    return [
        Fault(text, cell=code)
        for code, weight in weights.items()
        if code not in codes or type(weight) is not int or not 1 <= weight <= HEAVIEST
    ]


def _told(error: EngineError) -> str:
    """What the engine says, in words: which places don't fit where."""
    where = error.faults[0].where
    if not isinstance(error, NoSolutionError):
        return _("These weights are too large together. Choose smaller ones.")
    if not where.get("rows") or not where.get("columns"):
        return _(
            "No table keeps to the framework: the national intake differs more from the base "
            "distribution than the leeway has room for."
        )
    return _(
        "No table keeps to the framework: the places of specialisms %(rows)s don’t all fit in the "
        "regions open to them (%(columns)s)."
    ) % {"rows": ", ".join(where["rows"]), "columns": ", ".join(where["columns"])}
