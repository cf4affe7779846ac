"""A region's specialisms, one line each: where the cluster stands, what is missing, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from allocation.models import Cycle, Membership, Region, Specialism
from allocation.roles import Role
from allocation.selectors.memberships import holding_on
from consultation.models import ClusterProposal
from consultation.selectors.clusters import drafts_in, filed_in
from consultation.selectors.divisions import Grid, GridRow
from consultation.selectors.region_departures import changes_from
from consultation.selectors.signing import SheetState, states_of


class LineState(StrEnum):
    """Where a specialism of a region stands. Toewijzingsprotocol 2027, fase III 1.1."""

    NO_PLACES = "no_places"
    NOBODY = "nobody"
    SOLE = "sole"
    NONE = "none"
    DIVIDED = "divided"
    DRAFT = "draft"
    FILED = "filed"
    DISSENT = "dissent"
    SIGNED = "signed"
    TAKEN = "taken"
    ADJUSTED = "adjusted"


LABELS: dict[LineState, str | Promise] = {
    LineState.NO_PLACES: gettext_lazy("No places"),
    LineState.NOBODY: gettext_lazy("No recognised training"),
    LineState.SOLE: gettext_lazy("Sole training: gets all places"),
    LineState.NONE: gettext_lazy("No cluster proposal yet"),
    LineState.DIVIDED: gettext_lazy("Divided, without a cluster proposal"),
    LineState.DRAFT: gettext_lazy("Draft of the cluster"),
    LineState.FILED: gettext_lazy("Filed, being signed"),
    LineState.DISSENT: gettext_lazy("Filed, with another view"),
    LineState.SIGNED: gettext_lazy("Filed, signed by all"),
    LineState.TAKEN: gettext_lazy("Taken over in the division"),
    LineState.ADJUSTED: gettext_lazy("Divided otherwise than the cluster"),
}
KINDS: dict[LineState, str] = {
    LineState.NO_PLACES: "info",
    LineState.NOBODY: "attention",
    LineState.SOLE: "done",
    LineState.NONE: "todo",
    LineState.DIVIDED: "info",
    LineState.DRAFT: "busy",
    LineState.FILED: "waiting",
    LineState.DISSENT: "attention",
    LineState.SIGNED: "busy",
    LineState.TAKEN: "done",
    LineState.ADJUSTED: "attention",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A specialism: its places given and divided, its state, what is missing and who acts."""

    code: str
    name: str
    state: LineState
    given: int = 0
    divided: int = 0
    signed: int = 0
    asked: int = 0
    dissenting: int = 0
    missing: str = ""
    who: str = ""

    @property
    def label(self) -> str:
        """The state in words."""
        return str(LABELS[self.state])

    @property
    def kind(self) -> str:
        """The shape of the state."""
        return KINDS[self.state]

    @property
    def is_done(self) -> bool:
        """Whether all its places are divided and nobody is waited for."""
        return not self.missing and self.divided == self.given


def lines_of(cycle: Cycle, region: Region, grid: Grid, coordinator: str) -> list[Line]:
    """All specialisms in protocol order; a fixed number of queries.

    `coordinator`: how the coordinator is called on the page, such as "you".
    """
    filed, drafts = filed_in(cycle, region), drafts_in(cycle, region)
    states = states_of([one.sheet for one in filed.values()])
    chairs = _chairs(region)
    found = []
    for one in Specialism.objects.order_by("position"):
        row, proposal = grid.by_code.get(one.code), filed.get(one.code)
        if row is None or not row.given:
            found.append(Line(one.code, one.name, LineState.NO_PLACES))
            continue
        state = states[proposal.sheet.pk] if proposal else None
        where = _state(row, proposal, state, one.code in drafts)
        chair = chairs.get(one.code) or _("the cluster")
        missing, who = _missing(row, where, state, chair, coordinator)
        found.append(
            Line(
                code=row.code,
                name=row.name,
                state=where,
                given=row.given,
                divided=row.total,
                signed=state.signed if state else 0,
                asked=state.asked if state else 0,
                dissenting=len(state.dissenting) if state else 0,
                missing=missing,
                who=who,
            )
        )
    return found


def _state(
    row: GridRow, proposal: ClusterProposal | None, sheet: SheetState | None, draft: bool
) -> LineState:
    if not row.recognised:
        return LineState.NOBODY
    if row.sole:
        return LineState.SOLE
    if proposal is None or sheet is None:
        if row.total == row.given:
            return LineState.DIVIDED
        return LineState.DRAFT if draft else LineState.NONE
    if not row.is_empty:
        same = not changes_from(proposal, row)
        return LineState.TAKEN if same else LineState.ADJUSTED
    if sheet.missing:
        return LineState.FILED
    return LineState.DISSENT if sheet.dissenting else LineState.SIGNED


def _missing(
    row: GridRow, state: LineState, sheet: SheetState | None, chair: str, coordinator: str
) -> tuple[str, str]:
    """What is missing, and who acts; both empty where nothing is."""
    if state == LineState.NOBODY:
        return _("A recognition, or an answer of the bureau"), coordinator
    left = row.given - row.total
    if sheet is not None and sheet.missing and state != LineState.ADJUSTED:
        count = len(sheet.missing)
        names = ", ".join(one.slot.name or one.slot.institution.name for one in sheet.missing)
        text = ngettext("%(count)s signature", "%(count)s signatures", count) % {"count": count}
        return text, names
    if state in (LineState.NONE, LineState.DRAFT):
        text = _("The cluster’s proposal") if state == LineState.NONE else _("Filing the draft")
        return text, chair
    if state in (LineState.DISSENT, LineState.SIGNED):
        return _("Taking over in the division"), coordinator
    if left > 0:
        text = ngettext("%(count)s place to divide", "%(count)s places to divide", left)
        return text % {"count": left}, coordinator
    if left < 0:
        text = ngettext("%(count)s place too many", "%(count)s places too many", -left)
        return text % {"count": -left}, coordinator
    return "", ""


def _chairs(region: Region) -> Mapping[str, str]:
    """Who chairs the clusters of a region today, by specialism code."""
    holding = Membership.objects.filter(
        holding_on(timezone.localdate()), role=Role.CLUSTER_CHAIR, cluster__region=region
    ).select_related("user", "cluster__specialism")
    found: dict[str, list[str]] = {}
    for one in holding.order_by("user__name"):
        if one.cluster is not None:
            found.setdefault(one.cluster.specialism.code, []).append(str(one.user))
    return {code: ", ".join(names) for code, names in found.items()}
