"""The stages of phase II in the story of the demo."""

from django.utils.translation import gettext_lazy as _

from allocation.demo.stages import Stage, register
from consultation.demo import stages_rounds

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
]


def register_stages() -> None:
    """Adds them to the story: the first round was there before the error was found."""
    register(FIRST, after="framework")
    register(LATER, after="adopted")
