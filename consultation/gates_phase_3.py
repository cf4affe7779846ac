"""Exit checks of phase III: whether the seven proposals can become the preliminary proposal.

Registered when the app is ready. Toewijzingsprotocol 2027, fase III 2 and 3.
"""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from allocation.models import Cycle
from allocation.phases.gates import GateCheck, Text, gate
from bols_portal.ui.formats import places_text
from consultation.models import RecognitionReport
from consultation.selectors.preliminary import Rulings, joined, said_of
from consultation.selectors.preliminary_checks import faults_in, open_points
from consultation.selectors.preliminary_ground import PreliminaryGround, RegionGround, ground_of

_TITLES: dict[str, Text] = {
    "regions": _("Every region submitted its proposal, or the board decides"),
    "signatures": _("Every administrator signed, or the board decides"),
    "checks": _("Every signature that was brought in is checked"),
    "recognitions": _("Every report about a recognition is answered"),
    "mediations": _("Every mediation has ended, and the board decides where there is no consensus"),
    "sums": _("Every region divides exactly its places"),
}

# The page on which it is mended, where that is not the page of the decision.
_MENDED = {
    "checks": "signature_checks",
    "recognitions": "recognition_reports",
    "sums": "preliminary",
}


@gate(phase=3)
def proposals(cycle: Cycle) -> Iterator[GateCheck]:
    """All checks at once; they share what they read."""
    ground = ground_of(cycle)
    url = reverse("preliminary", args=[cycle.year])
    if ground is None:
        for key, title in _TITLES.items():
            yield GateCheck(key, title, False, _("The board has not decided phase II yet."), url)
        return
    rulings = said_of(cycle)
    yield _regions(ground, rulings)
    yield _signatures(ground, rulings)
    yield _checks(ground)
    yield _recognitions(ground)
    yield _mediations(ground, rulings)
    yield _sums(ground, rulings)


def _check(key: str, ground: PreliminaryGround, lacking: list[str], right: str = "") -> GateCheck:
    """One check: what is lacking, or what is right; mended on the page of the decision."""
    url = reverse(_MENDED.get(key, "preliminary_decide"), args=[ground.cycle.year])
    return GateCheck(key, _TITLES[key], not lacking, "; ".join(lacking) or right, url)


def _named(regions: Iterable[RegionGround]) -> str:
    return ", ".join(one.key for one in regions)


def _regions(ground: PreliminaryGround, rulings: Rulings) -> GateCheck:
    absent = [one for one in ground.regions if one.given and not one.submitted]
    lacking = [
        one for one in absent if any((one.key, code) not in rulings for code in one.required)
    ]
    if lacking:
        told = gettext("Not submitted yet: %(regions)s.") % {"regions": _named(lacking)}
        return _check("regions", ground, [told])
    if absent:
        told = gettext("The board decides on: %(regions)s.") % {"regions": _named(absent)}
        return _check("regions", ground, [], told)
    return _check("regions", ground, [], gettext("All regions submitted."))


def _signatures(ground: PreliminaryGround, rulings: Rulings) -> GateCheck:
    lacking = []
    for one in ground.regions:
        names = [point.institution for point in open_points(one, rulings) if point.institution]
        if names:
            lacking.append(f"{one.key}: {', '.join(names)}")
    sheets = [one.sheet for one in ground.regions if one.sheet and one.submitted]
    told = gettext("%(signed)s of %(asked)s signed.") % {
        "signed": sum(one.signed for one in sheets),
        "asked": sum(one.asked for one in sheets),
    }
    return _check("signatures", ground, lacking, told)


def _checks(ground: PreliminaryGround) -> GateCheck:
    lacking = [
        f"{one.key}: {', '.join(at.slot.institution.name for at in one.sheet.to_check)}"
        for one in ground.regions
        if one.sheet and one.submitted and one.sheet.to_check
    ]
    return _check("checks", ground, lacking, gettext("Nothing waits for a check."))


def _recognitions(ground: PreliminaryGround) -> GateCheck:
    waiting = RecognitionReport.objects.filter(cycle=ground.cycle, answer__isnull=True)
    lacking = [
        f"{one.institution.name}, {one.specialism.name}"
        for one in waiting.select_related("institution", "specialism")
    ]
    return _check("recognitions", ground, lacking, gettext("Nothing waits for an answer."))


def _mediations(ground: PreliminaryGround, rulings: Rulings) -> GateCheck:
    running = [one for one in ground.regions if one.under_way]
    open_rows = [
        f"{one.key}: {ground.names[code]}"
        for one in ground.regions
        for code in one.without_consensus
        if (one.key, code) not in rulings
    ]
    lacking = []
    if running:
        lacking.append(gettext("Under way: %(regions)s.") % {"regions": _named(running)})
    if open_rows:
        told = gettext("Without consensus, not decided yet: %(rows)s.")
        lacking.append(told % {"rows": "; ".join(open_rows)})
    return _check("mediations", ground, lacking, gettext("No mediation is under way."))


def _sums(ground: PreliminaryGround, rulings: Rulings) -> GateCheck:
    faults = faults_in(ground, rulings)
    faulty = {at.region for at in faults}
    said = {key for key, _code in rulings}
    found = places_text(sum(joined(ground, rulings).values()))
    told = gettext("%(found)s of %(given)s places.") % {
        "found": found,
        "given": places_text(ground.total),
    }
    if not faults:
        return _check("sums", ground, [], told)
    # A region that has not submitted, and of which the board says nothing, is not wrong but late.
    to_come = [one for one in ground.regions if not one.submitted and one.key not in said]
    wrong = [one for one in ground.regions if one.key in faulty and one not in to_come]
    for text, regions in (
        (gettext("Still to come: %(regions)s."), [one for one in to_come if one.key in faulty]),
        (gettext("Not right in: %(regions)s."), wrong),
    ):
        if regions:
            told += " " + text % {"regions": _named(regions)}
    return _check("sums", ground, [told])
