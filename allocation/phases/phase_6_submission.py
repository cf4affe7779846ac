"""Phase VI: offering the proposal to VWS and NZa."""

from django.utils.translation import gettext_lazy as _

from allocation.phases.definitions import PhaseDefinition

# Toewijzingsprotocol 2027, fase VI
PHASE = PhaseDefinition(
    number=6,
    name=_("Submission"),
    result=_("The proposal has been offered to VWS, with a copy to NZa."),
    happens=_("The bureau offers the final proposal to VWS in the submission format."),
    acts=_("The bureau; VWS and NZa receive."),
    waits_for=_("Begins as soon as the board has established the final proposal."),
    next_step=_("VWS and NZa acknowledge receipt. The cycle is complete."),
    source="Toewijzingsprotocol 2027, fase VI",
)
