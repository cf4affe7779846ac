"""Phase IV: complaints and disputes."""

from django.utils.translation import gettext_lazy as _

from allocation.phases.definitions import PhaseDefinition

# Toewijzingsprotocol 2027, fase IV
PHASE = PhaseDefinition(
    number=4,
    name=_("Complaints and disputes"),
    result=_("Binding rulings on all complaints."),
    happens=_(
        "Institutions can file a complaint about the preliminary proposal, after it was discussed "
        "inside the region. The committee hears the parties and rules."
    ),
    acts=_("Institutions and the Complaints and Disputes Committee."),
    waits_for=_("Begins as soon as the board has established the preliminary proposal."),
    next_step=_("The rulings are taken over in the final proposal (phase V)."),
    source="Toewijzingsprotocol 2027, fase IV",
    ends_by="complaints",
)
