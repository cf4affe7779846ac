"""Phase II: the distribution over the regions."""

from django.utils.translation import gettext_lazy as _

from allocation.phases.definitions import Part, PhaseDefinition
from allocation.roles import CONFIDENTIAL_READERS, Role

# FMS composes; bureau, board and auditors read what it submits.
_PROPOSAL = frozenset({Role.FMS, Role.BOARD}) | CONFIDENTIAL_READERS

# Toewijzingsprotocol 2027, fase II
PHASE = PhaseDefinition(
    number=2,
    name=_("Distribution over regions"),
    result=_("The distribution of the places per specialism over the seven regions."),
    happens=_(
        "Regions send focus points and associations their advice. FMS composes one integral "
        "proposal. The bureau tests it against the framework."
    ),
    acts=_("Regions, associations, VSG, NVvO and FMS; then the board."),
    waits_for=_("Begins as soon as the board has established the framework of phase I."),
    next_step=_("The regions distribute their places over their institutions (phase III)."),
    source="Toewijzingsprotocol 2027, fase II",
    ends_by="board_regions",
    parts=(
        Part(_("Consultation"), _("of regions and associations, in rounds"), "rounds"),
        Part(
            _("Focus points"),
            _("of the seven regions"),
            "focus_overview",
            # Who files them, and who reads what all filed.
            frozenset({Role.COORDINATOR, Role.FMS, Role.BOARD}) | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Advices"),
            _("of the associations, VSG and NVvO, per specialism"),
            "advices",
            # Who files them, and who reads what all filed.
            frozenset({Role.ADVISER, Role.PROFESSION, Role.FMS, Role.BOARD}) | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Workbench"),
            _("one proposal of all advices, for FMS alone"),
            "workbench",
            frozenset({Role.FMS}),
        ),
        Part(
            _("Nearest fitting proposal"),
            _("as close to the advices as the framework allows, for FMS alone"),
            "suggestions",
            frozenset({Role.FMS}),
        ),
        Part(
            _("Raad Opleiding"),
            _("meetings of FMS with the associations"),
            "meetings",
            _PROPOSAL,
        ),
        Part(
            _("Integral proposal"),
            _("versions that FMS saves and submits"),
            "proposals",
            _PROPOSAL,
        ),
        Part(
            _("Decision of the board"),
            _("proposal, test and advices side by side, and what the board is asked to decide"),
            "distribution_decide",
            frozenset({Role.BOARD}) | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Decided distribution"),
            _("of the places over the regions, open to all parties"),
            "decided",
        ),
    ),
)
