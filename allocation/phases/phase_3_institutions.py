"""Phase III: the preliminary proposal per institution."""

from django.utils.translation import gettext_lazy as _

from allocation.phases.definitions import Part, PhaseDefinition
from allocation.roles import CONFIDENTIAL_READERS, Role

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
    parts=(
        Part(
            _("Regions"),
            _("where each region stands: its specialisms, its proposal, its signatures"),
            "regions",
            # A coordinator comes to the own region, and sees no other.
            frozenset({Role.COORDINATOR, Role.BOARD}) | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Cluster proposals"),
            _("of the trainings, with a report and the signatures of all trainers"),
            "my_clusters",
            # A cluster sees its own, a coordinator those of the region.
            frozenset({Role.COORDINATOR, Role.CLUSTER_CHAIR, Role.TRAINER, Role.BOARD})
            | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Signatures"),
            _("of trainers and administrators: who signed, who has another view, who is missing"),
            "my_signatures",
            # Who signs, who asks for it, and who reads every proposal.
            frozenset(
                {
                    Role.COORDINATOR,
                    Role.ADMINISTRATOR,
                    Role.CLUSTER_CHAIR,
                    Role.TRAINER,
                    Role.BOARD,
                }
            )
            | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Recognitions"),
            _("new and lapsed ones, reported by regions and clusters, checked by the bureau"),
            "recognition_reports",
            # Who reports, who is told, and who reads all.
            frozenset({Role.COORDINATOR, Role.CLUSTER_CHAIR, Role.TRAINER, Role.BOARD})
            | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Mediation"),
            _("by BOLS, where a region does not agree after talking it over"),
            "mediations",
            # Who may ask, and who reads every file. A party of another role gets the address.
            frozenset(
                {
                    Role.COORDINATOR,
                    Role.ADMINISTRATOR,
                    Role.CLUSTER_CHAIR,
                    Role.TRAINER,
                    Role.BOARD,
                }
            )
            | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Last year’s places"),
            _("per institution, to compare with; the bureau brings them in"),
            "previous_places",
            frozenset({Role.BOARD}) | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Joining the proposals"),
            _("of the seven regions: what is missing, and what the board decides"),
            "preliminary",
            frozenset({Role.BOARD}) | CONFIDENTIAL_READERS,
        ),
        Part(
            _("Preliminary proposal"),
            _("places per institution, for everybody once the board established it"),
            "preliminary_table",
        ),
    ),
)
