"""The stages of phases II and III in the story of the demo."""

from django.utils.translation import gettext_lazy as _

from allocation.demo.stages import Stage, register
from consultation.demo import stages_decision, stages_proposal, stages_rounds
from consultation.demo.stages_phase_3 import PHASE_3

FIRST = [
    Stage(
        "first_round",
        _("A first consultation round runs, on the first framework"),
        stages_rounds.first_round,
        phase=2,
    ),
]
LATER = [
    Stage(
        "second_round",
        _("A second round runs, on the rectified table; most parties have filed"),
        stages_rounds.second_round,
        phase=2,
    ),
    Stage("filed", _("All parties have filed"), stages_rounds.everybody_files, phase=2),
    Stage(
        "composed",
        _("FMS has composed its proposal: the nearest fitting one, with reasons"),
        stages_proposal.compose,
        phase=2,
    ),
    Stage("proposed", _("FMS has submitted its proposal"), stages_proposal.submit, phase=2),
    Stage("tested", _("The bureau has tested the proposal"), stages_proposal.examine, phase=2),
    Stage(
        "regions_at_board",
        _("The distribution over the regions lies before the board"),
        stages_decision.put_to_the_board,
        phase=2,
    ),
    Stage(
        "regions_decided",
        _("The board has decided on the distribution: phase III begins"),
        stages_decision.decide,
        phase=2,
    ),
]


def register_stages() -> None:
    """Adds them to the story: the first round was there before the error was found."""
    register(FIRST, after="framework")
    register(LATER, after="adopted")
    register(PHASE_3, after="regions_decided")
