"""What the test of a proposal found, in words: the same on the page, in the report and later."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from allocation.engine import leeway
from bols_portal.ui.formats import date_text, places_text
from consultation.selectors.proposal_tests import Checked
from consultation.selectors.workbench_texts import told

Names = Mapping[str, str]  # of specialisms, by code
_Detail = Callable[[Checked, Names], str]

# In the order of the page: the heading of a group and the checks in it.
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (gettext_lazy("Framework"), ("base", "rows", "zeros", "regions", "moved", "floor")),
    (gettext_lazy("Process"), ("meeting", "heard", "focus", "profession")),
    (gettext_lazy("Reasons"), ("motivation", "region_reasons", "cell_reasons", "bounds")),
)
TITLES: dict[str, str | Promise] = {
    "base": gettext_lazy("It is about the base distribution in force"),
    "rows": gettext_lazy("Every specialism adds up to its national intake"),
    "zeros": gettext_lazy("No places where there is no recognised training"),
    "regions": gettext_lazy("Every region stays within its leeway"),
    "moved": gettext_lazy("No more places move than may"),
    "floor": gettext_lazy("No region drops below its part of all places"),
    "meeting": gettext_lazy("FMS met with the associations (Raad Opleiding)"),
    "heard": gettext_lazy("Every association was heard"),
    "focus": gettext_lazy("Every region gave its focus points"),
    "profession": gettext_lazy("VSG and NVvO gave their advice"),
    "motivation": gettext_lazy("The proposal as a whole is motivated"),
    "region_reasons": gettext_lazy("Every departing region total has a reason"),
    "cell_reasons": gettext_lazy("Every departing number has a reason"),
    "bounds": gettext_lazy("Every number lies within what the advices can accept"),
}


def title_of(check: Checked) -> str:
    """What is checked."""
    return str(TITLES.get(check.key, check.key))


def state_of(check: Checked) -> tuple[str, str]:
    """The shape and the words of its outcome."""
    if check.passed:
        return "done", _("in order")
    return ("attention", _("note")) if check.is_note else ("stopped", _("not in order"))


def detail_of(check: Checked, names: Names) -> str:
    """What was found, in a sentence or two."""
    return _DETAILS[check.key](check, names) if check.key in _DETAILS else ""


def _base(check: Checked, names: Names) -> str:
    if check.passed:
        return _("Version %(base)s.") % check.facts
    if check.facts["in_force"] is None:
        return _("It is about version %(base)s, and no framework is in force.") % check.facts
    return _("It is about version %(base)s; version %(in_force)s is in force.") % check.facts


def _findings(check: Checked, names: Names) -> str:
    lines = [told(leeway.Finding(**one), names).text for one in check.facts["findings"]]
    if check.key == "moved" and not lines:
        return _("%(moved)s of %(room)s places.") % {
            "moved": places_text(check.facts["moved"]),
            "room": places_text(check.facts["room"]),
        }
    return " ".join(lines)


def _meeting(check: Checked, names: Names) -> str:
    held = [date_text(date.fromisoformat(day)) for _number, day in check.facts["meetings"]]
    if not held:
        return _("No meeting was recorded.")
    minutes = check.facts["minutes"]
    return f"{', '.join(held)}. " + (
        ngettext("Minutes of %(count)s meeting.", "Minutes of %(count)s meetings.", minutes)
        % {"count": minutes}
        if minutes
        else _("No minutes were added.")
    )


def _heard(check: Checked, names: Names) -> str:
    if check.passed:
        return _("All %(of)s specialisms: by an advice, or at a meeting.") % check.facts
    return _("No advice, and not at a meeting: %(names)s.") % {
        "names": _listed(check.facts["missing"], names)
    }


def _focus(check: Checked, names: Names) -> str:
    if check.passed:
        return _("All %(of)s.") % check.facts
    return _("Nothing was filed by: %(names)s.") % {"names": ", ".join(check.facts["missing"])}


def _profession(check: Checked, names: Names) -> str:
    if check.passed:
        return ""
    return _("No advice on: %(names)s. The board decides without it.") % {
        "names": _listed(check.facts["missing"], names)
    }


def _region_reasons(check: Checked, names: Names) -> str:
    if check.passed:
        return _departing(check.facts["of"])
    return _("No reason for: %(names)s.") % {"names": ", ".join(check.facts["missing"])}


def _cell_reasons(check: Checked, names: Names) -> str:
    if check.passed:
        return _departing(check.facts["of"])
    cells = [f"{names.get(code, code)} {region}" for code, region in check.facts["missing"]]
    return _("No reason for: %(names)s.") % {"names": ", ".join(cells)}


def _departing(count: int) -> str:
    if not count:
        return _("Nothing departs from the base distribution.")
    return ngettext("%(count)s departs.", "%(count)s depart.", count) % {"count": count}


def _bounds(check: Checked, names: Names) -> str:
    advices = check.facts["advices"]
    rest = ngettext("%(count)s advice came in.", "%(count)s advices came in.", advices) % {
        "count": advices
    }
    count = len(check.facts["cells"])
    if not count:
        return rest
    beyond = ngettext(
        "%(count)s number lies outside: see below.",
        "%(count)s numbers lie outside: see below.",
        count,
    )
    return beyond % {"count": count} + " " + rest


def _listed(codes: Sequence[str], names: Names) -> str:
    return ", ".join(f"{code} {names.get(code, '')}".strip() for code in codes)


_DETAILS: dict[str, _Detail] = {
    "base": _base,
    **dict.fromkeys(("rows", "zeros", "regions", "moved", "floor"), _findings),
    "meeting": _meeting,
    "heard": _heard,
    "focus": _focus,
    "profession": _profession,
    "region_reasons": _region_reasons,
    "cell_reasons": _cell_reasons,
    "bounds": _bounds,
}


def shown(checks: Sequence[Checked], names: Names) -> list[dict[str, Any]]:
    """The checks in groups, as page and report show them."""
    by_key = {check.key: check for check in checks}
    return [
        {
            "title": str(title),
            "lines": [
                {
                    "check": by_key[key],
                    "title": title_of(by_key[key]),
                    "shape": state_of(by_key[key])[0],
                    "label": state_of(by_key[key])[1],
                    "detail": detail_of(by_key[key], names),
                }
                for key in keys
                if key in by_key
            ],
        }
        for title, keys in GROUPS
    ]
