"""Faults of a file, as many as help: of a file that is wrong everywhere not every line is told."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from allocation.errors import Fault
from bols_portal.ui.formats import places_text

MOST = 300


def shortened(faults: Sequence[Fault]) -> list[Fault]:
    """The first faults, and a last one that counts the rest."""
    kept = list(faults[:MOST])
    more = len(faults) - len(kept)
    if more:
        text = ngettext("And %(more)s more fault.", "And %(more)s more faults.", more)
        kept.append(Fault(text % {"more": places_text(more)}))
    return kept
