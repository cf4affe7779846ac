"""The nearest fitting proposal in words: its figures, and why a cell has its number."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.engine.proposal import CellAccount
from bols_portal.ui.formats import places_text
from bols_portal.ui.pieces import Step
from consultation.selectors.suggestions import Suggested

ADVICE = "Toewijzingsprotocol 2027, fase II 1.2"
COMPOSE = "Toewijzingsprotocol 2027, fase II 1.3"
LEEWAY = "Toewijzingsprotocol 2027, fase I 2, Regelruimte"
ZEROS = "Notitie adherentieberekening 2026, vraag 7"


def figures_of(suggested: Suggested) -> list[str]:
    """What was minimised, in this order, and whether there was a choice left."""
    found = suggested.proposal
    return [
        _outside(found.outside_bounds, len(found.yielded)),
        _from_advices(found.deviation_from_advice, bool(suggested.weights)),
        _("Added up over all cells, the numbers differ %(count)s from the base distribution.")
        % {"count": places_text(found.deviation_from_base)},
        _("There is no other table with these three figures.")
        if found.unique
        else _(
            "Other tables have the same three figures. Of those this is the one that is largest "
            "when read row by row."
        ),
    ]


def _outside(places: int, cells: int) -> str:
    if not places:
        return _("Every number lies within what the associations can accept.")
    text = ngettext(
        "%(cells)s number lies outside what its association can accept, %(places)s in all.",
        "%(cells)s numbers lie outside what their associations can accept, %(places)s in all.",
        cells,
    )
    return text % {"cells": cells, "places": places_text(places)}


def _from_advices(count: int, weighted: bool) -> str:
    text = (
        _(
            "Added up over all cells with their weights, the numbers differ %(count)s from the "
            "advices."
        )
        if weighted
        else _("Added up over all cells, the numbers differ %(count)s from the advices.")
    )
    return text % {"count": places_text(count)}


def account_steps(suggested: Suggested, code: str, region: str) -> list[Step]:
    """Why this cell has its number, step by step."""
    account = suggested.account(code, region)
    steps = [
        Step(_("The base distribution gives %(base)s.") % {"base": account.base}, LEEWAY),
        _advised(suggested, code, account),
    ]
    steps += [
        _because(suggested, cause, code, region)
        for cause in account.because
        if cause != "no_advice"
    ]
    if account.yielded:
        steps.append(
            Step(_("The lowest or highest number of the advice could not be kept here."), COMPOSE)
        )
    return steps


def _advised(suggested: Suggested, code: str, account: CellAccount) -> Step:
    if code in suggested.without_advice:
        return Step(
            _(
                "No advice was filed for this specialism. The base distribution stands in for it, "
                "without room to shift."
            ),
            COMPOSE,
        )
    if account.advice is None:
        return Step(_("Nothing was advised for this region."), ADVICE)
    return Step(
        _("The association advises %(advice)s and can accept %(lowest)s to %(highest)s.")
        % {"advice": account.advice, "lowest": account.lower, "highest": account.upper},
        ADVICE,
    )


def _because(suggested: Suggested, cause: str, code: str, region: str) -> Step:
    leeway = suggested.case.leeway
    total = suggested.case.row_totals[suggested.case.rows.index(code)]
    texts = {
        "as_advised": (_("The suggestion gives exactly that number."), COMPOSE),
        "structural_zero": (
            _("OOR %(region)s has no recognised training for %(specialism)s, so no places.")
            % {"region": region, "specialism": suggested.names[code]},
            ZEROS,
        ),
        "row_total": (
            _("What was advised does not add up to the national intake of %(total)s.")
            % {"total": places_text(total)},
            COMPOSE,
        ),
        "region_at_most": (
            _("OOR %(region)s already gets the most that the leeway allows: %(count)s places more.")
            % {"region": region, "count": leeway.up},
            LEEWAY,
        ),
        "region_at_least": (
            _("OOR %(region)s already gives up the most that the leeway allows: %(count)s places.")
            % {"region": region, "count": leeway.down},
            LEEWAY,
        ),
        "leeway_used_up": (
            _("All %(count)s places that may move between regions have moved.")
            % {"count": leeway.total},
            LEEWAY,
        ),
        "gave_way": (
            _(
                "Within this specialism and these regions not all advices fit. This number gave "
                "way: any other table departs further from the advices, or as far."
            ),
            COMPOSE,
        ),
    }
    text, source = texts[cause]
    return Step(text, source)
