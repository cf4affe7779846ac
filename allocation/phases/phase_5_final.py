"""Phase V: the final proposal."""

from django.utils.translation import gettext_lazy as _

from allocation.phases.definitions import PhaseDefinition

# Toewijzingsprotocol 2027, fase V
PHASE = PhaseDefinition(
    number=5,
    name=_("Final proposal"),
    result=_("The final proposal: places per specialism per institution, with all rulings."),
    happens=_(
        "The bureau takes the rulings over. Regions check whether their numbers are correct."
    ),
    acts=_("The bureau and the coordinators; then the board."),
    waits_for=_("Begins after the ruling on the last complaint."),
    next_step=_("The proposal is offered to VWS, with a copy to NZa (phase VI)."),
    source="Toewijzingsprotocol 2027, fase V",
)
