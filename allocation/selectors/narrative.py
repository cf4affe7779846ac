"""What a calculation did, in chapters: the engine's steps as sentences.

Each step is data (`allocation/engine/steps.py`). Those that hold an unrounded number are told
with it to bureau and auditors, and without it to everyone else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.models import Calculation, CalculationDetail, Specialism
from allocation.selectors.explanations import decimals
from bols_portal.ui.formats import places_text

Params = dict[str, Any]


@dataclass(slots=True)
class Chapter:
    """One part of the calculation: a title, sentences, lines, and the rule it follows."""

    title: str
    source: str
    texts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """A step with what is needed to tell it."""

    step: dict[str, Any]
    names: dict[str, str]
    confidential: bool

    @property
    def params(self) -> Params:
        """The parameters of the step."""
        found: Params = self.step["params"]
        return found

    @property
    def cell(self) -> str:
        """The cell a step is about: specialism and region by name."""
        code = self.params["specialism"]
        return f"{code} {self.names.get(code, '')}, {self.params['region']}"

    def number(self, which: str, digits: int = 2) -> str:
        """The number before or after, with two decimals."""
        return decimals(self.step[which], digits)


def narrative_of(calculation: Calculation, *, confidential: bool) -> list[Chapter]:
    """The chapters of a calculation for this kind of reader."""
    steps = CalculationDetail.objects.only("result").get(calculation=calculation).result["steps"]
    names = dict(Specialism.objects.values_list("code", "name"))
    chapters: dict[str, Chapter] = {}
    for step in steps:
        told = Told(step, names, confidential)
        key = step["rule"].split(".")[0]
        title, tell = TELLERS[step["rule"]]
        chapter = chapters.get(key) or Chapter(str(title()), step["source"])
        chapters[key] = chapter
        sentence = tell(told)
        if sentence:
            (chapter.lines if "region" in told.params else chapter.texts).append(sentence)
    return list(chapters.values())


def _adherence(told: Told) -> str:
    return _(
        "The care use of %(institutions)s institutions was added up per specialism and region,"
        " by the region assignment. %(divided)s lines belong to more than one region and were"
        " divided in proportion."
    ) % {"institutions": told.params["institutions"], "divided": told.params["divided"]}


def _quotas(told: Told) -> str:
    return _(
        "Per specialism the share of each region was multiplied by the national intake,"
        " %(places)s places in all. The results are not whole yet."
    ) % {"places": places_text(told.params["national_intake"])}


def _raised(told: Told) -> str:
    region = told.params["region"]
    if not told.confidential:
        return _("OOR %(region)s came out below the floor and was raised to it.") % {
            "region": region
        }
    return _("OOR %(region)s came out at %(before)s%% and was raised to %(after)s%%.") % {
        "region": region,
        "before": decimals(told.params["percentage_before"], 1),
        "after": decimals(told.params["percentage_after"], 0),
    }


def _paid(told: Told) -> str:
    region = told.params["region"]
    if not told.confidential:
        return _("OOR %(region)s contributed in proportion.") % {"region": region}
    return _("OOR %(region)s contributed in proportion: from %(before)s to %(after)s.") % {
        "region": region,
        "before": told.number("before"),
        "after": told.number("after"),
    }


def _total(told: Told) -> str:
    facts = {"region": told.params["region"], "after": told.step["after"]}
    if not told.confidential:
        return _("OOR %(region)s: %(after)s places.") % facts
    facts["before"] = told.number("before")
    return _("OOR %(region)s: %(before)s becomes %(after)s places.") % facts


def _repaired(told: Told) -> str:
    text = _(
        "OOR %(region)s: %(before)s becomes %(after)s, because the rounded totals did not add up."
    ) % {
        "region": told.params["region"],
        "before": told.step["before"],
        "after": told.step["after"],
    }
    if told.params["tie"]:
        text += " " + _("Another region had an equal remainder; size and region order decided.")
    return text


def _zero(told: Told) -> str:
    return _("%(cell)s: no recognised training, so no places; the total of the region stays.") % {
        "cell": told.cell
    }


def _emptied(told: Told) -> str:
    return _("%(cell)s: no distribution with these totals has a place here.") % {"cell": told.cell}


def _fit(_told: Told) -> str:
    return _(
        "All numbers inside were changed in proportion until every specialism adds up to its"
        " national intake and every region to its whole total."
    )


def _rounding(told: Told) -> str:
    count = told.params["next_best"]
    text = ngettext(
        "Every number went to the whole number below or above it. To let the totals add up,"
        " %(count)s of them was rounded to its next-best number; fewer is not possible.",
        "Every number went to the whole number below or above it. To let the totals add up,"
        " %(count)s of them were rounded to their next-best number; fewer is not possible.",
        count,
    ) % {"count": count}
    if told.params["outside"]:
        text += " " + ngettext(
            "%(count)s step outside the two nearest whole numbers was needed.",
            "%(count)s steps outside the two nearest whole numbers were needed.",
            told.params["outside"],
        ) % {"count": told.params["outside"]}
    return text


def _next_best(told: Told) -> str:
    up = told.params["direction"] == "up"
    facts = {"cell": told.cell, "after": told.step["after"]}
    if not told.confidential:
        text = _("%(cell)s: up to %(after)s.") if up else _("%(cell)s: down to %(after)s.")
        return text % facts
    facts["before"] = told.number("before", 3)
    text = (
        _("%(cell)s: %(before)s up to %(after)s.")
        if up
        else _("%(cell)s: %(before)s down to %(after)s.")
    )
    return text % facts


def _tie(_told: Told) -> str:
    return _(
        "More than one table was equally good. The one with the larger number in the first cell"
        " that differs was chosen, in the order of the protocol."
    )


# Rule of the engine → title of its chapter, and how a step is told.
TELLERS: dict[str, tuple[Callable[[], str], Callable[[Told], str]]] = {
    "adherence": (lambda: _("Care use per region"), _adherence),
    "quotas": (lambda: _("From shares to places"), _quotas),
    "floor.raised": (lambda: _("The floor"), _raised),
    "floor.paid": (lambda: _("The floor"), _paid),
    "totals.rounded": (lambda: _("Whole region totals"), _total),
    "totals.repaired": (lambda: _("Whole region totals"), _repaired),
    "zero": (lambda: _("No training, no places"), _zero),
    "fit": (lambda: _("Fitting the inside"), _fit),
    "fit.emptied": (lambda: _("Fitting the inside"), _emptied),
    "rounding": (lambda: _("Rounding the inside"), _rounding),
    "rounding.next_best": (lambda: _("Rounding the inside"), _next_best),
    "rounding.tie": (lambda: _("Rounding the inside"), _tie),
}
