"""What is missing in a region's proposal before it is complete.

BOLS tests that all administrators signed. Toewijzingsprotocol 2027, fase III 2 and 3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.models import Cycle, Institution, Region, Specialism
from allocation.selectors.institution_tables import institution_table
from consultation.models import RegionProposal
from consultation.selectors.divisions import faults_of, grid_of
from consultation.selectors.recognitions import recognised_in
from consultation.selectors.region_proposals import board_meetings_of, living_proposal
from consultation.selectors.signing import SheetState, state_of

# A code is kept with the proposal: the kind, then the institution, then the specialism.
_TEXTS: dict[str, str | Promise] = {
    "unsigned": _("%(institution)s has not signed yet."),
    "unchecked": _("%(institution)s: the bureau has not checked the signature yet."),
    "refused": _("%(institution)s: the signature was not accepted. It must be given again."),
    "dissents": _("%(institution)s does not sign: it has another view."),
    "unasked": _(
        "%(institution)s has a recognised training since, and was not asked to sign. Adopt a new "
        "version."
    ),
    "lapsed": _(
        "%(institution)s gets places for %(specialism)s, but there is no recognised training any "
        "more. Adopt a new version."
    ),
}

_OF_SIGNING = ("unsigned", "unchecked", "refused", "dissents")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: its code, the same in words, and where it is mended."""

    code: str
    text: str
    href: str = ""

    @property
    def is_signature(self) -> bool:
        """Whether it is about a signature; anything else asks for a new version."""
        return self.code.split(":")[0] in _OF_SIGNING


def lacking(cycle: Cycle, region: Region) -> list[Lack]:
    """What is missing before the region can submit a complete proposal; empty: nothing.

    Without a version this is what keeps the region from adopting one.
    """
    proposal = living_proposal(cycle, region)
    if proposal is not None:
        return lacking_in(proposal)
    where = [cycle.year, region.key]
    there = reverse("division", args=where)
    found = [
        Lack(f"division:{one.code}", one.text, f"{there}#{one.anchor}")
        for one in faults_of(grid_of(cycle, region))
    ]
    if not board_meetings_of(cycle, region).exists():
        text = str(_("The meeting of the general board is not recorded yet."))
        found.append(Lack("meeting", text, reverse("board_meetings", args=where)))
    text = str(_("The general board has not adopted a proposal yet."))
    return [*found, Lack("proposal", text, reverse("region_adopt", args=where))]


def lacking_in(proposal: RegionProposal, state: SheetState | None = None) -> list[Lack]:
    """What is missing in a version: signatures, checks of the bureau, recognitions since."""
    cycle, region = proposal.cycle, proposal.region
    state = state or state_of(proposal.sheet)
    sheet = reverse("sheet", args=[cycle.year, proposal.sheet.code])
    adopt = reverse("region_adopt", args=[cycle.year, region.key])
    unsigned = [*_signatures(state)]
    codes = list(unsigned)
    recognised = recognised_in(cycle, region)
    asked = {one.slot.institution.code for one in state.slots}
    codes += [f"unasked:{one.code}" for one in recognised.institutions if one.code not in asked]
    table = institution_table(proposal.table)
    codes += [
        f"lapsed:{at}:{code}"
        for (code, _region, at), number in table.places.items()
        if number and at not in recognised.codes(code)
    ]
    names = {code: one.name for code, one in table.institutions.items()}
    names |= {one.code: one.name for one in recognised.institutions}
    names |= {one.slot.institution.code: one.slot.institution.name for one in state.slots}
    return [
        Lack(code, text_of(code, names, table.names), sheet if code in unsigned else adopt)
        for code in codes
    ]


def texts_of(codes: Iterable[str]) -> list[str]:
    """What was missing when a version was submitted, in words; two queries."""
    codes = list(codes)
    if not codes:
        return []
    at = {parts[1] for code in codes if len(parts := code.split(":")) > 1}
    institutions = dict(Institution.objects.filter(code__in=at).values_list("code", "name"))
    specialisms = dict(Specialism.objects.values_list("code", "name"))
    return [text_of(code, institutions, specialisms) for code in codes]


def text_of(code: str, institutions: Mapping[str, str], specialisms: Mapping[str, str]) -> str:
    """A code in words."""
    kind, at, specialism = (*code.split(":"), "", "")[:3]
    return str(_TEXTS[kind]) % {
        "institution": institutions.get(at, at),
        "specialism": specialisms.get(specialism, specialism),
    }


def _signatures(state: SheetState) -> Iterable[str]:
    """Who did not sign, in the order of the sheet."""
    for one in state.slots:
        if one.dissents:
            yield f"dissents:{one.slot.institution.code}"
        elif one.signature is None:
            kind = "unchecked" if one.waiting else "refused" if one.refused else "unsigned"
            yield f"{kind}:{one.slot.institution.code}"
