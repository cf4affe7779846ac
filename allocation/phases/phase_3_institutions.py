"""Phase III: the preliminary proposal per institution."""

from django.utils.translation import gettext_lazy as _

from allocation.phases.definitions import PhaseDefinition

# Toewijzingsprotocol 2027, fase III
PHASE = PhaseDefinition(
    number=3,
    name=_("Proposal per institution"),
    result=_("The preliminary proposal: places per specialism per institution."),
    happens=_(
        "Every region distributes its places over its institutions, cluster by cluster. The "
        "administrators sign. Where a region does not agree, the bureau can mediate."
    ),
    acts=_("Clusters, coordinators and administrators; then the board."),
    waits_for=_("Begins as soon as the board has decided phase II."),
    next_step=_("Institutions can file a complaint (phase IV)."),
    source="Toewijzingsprotocol 2027, fase III",
    ends_by="preliminary_proposal",
)
