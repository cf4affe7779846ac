"""Draw docs/state-machines.md from the tables of transitions: `python -m tools.docs_states`.

`--check` writes nothing and ends with 1 when the page is stale.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from allocation.phases.transitions import MACHINES as ALLOCATION
from allocation.phases.transitions import Machine
from consultation.transitions import CLUSTER, MEDIATION, PROPOSAL, REGION_PROPOSAL, ROUND

MACHINES: tuple[Machine, ...] = (
    *ALLOCATION,
    ROUND,
    PROPOSAL,
    CLUSTER,
    REGION_PROPOSAL,
    MEDIATION,
)
PAGE = Path(__file__).resolve().parent.parent / "docs" / "state-machines.md"
INTRO = """# State machines

Made from `allocation/phases/transitions.py` and `consultation/transitions.py` by
`python -m tools.docs_states`; a test fails when this page is stale. Every step in the portal is one
of these arrows; a service asks the table and gets the edge or a refusal with a reason. Each machine
has one writer.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([INTRO, *(part for machine in MACHINES for part in _section(machine))])


def _section(machine: Machine) -> Iterator[str]:
    yield f"## {machine.name}\n"
    about = (machine.states.__doc__ or "").splitlines()[0]
    yield f"{about} Written by `{machine.writer}` alone.\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    for edge in machine.edges:
        yield f"    {edge.before or '[*]'} --> {edge.after}: {edge.action}"
    yield "```\n"
    yield "| from | to | action | who decides | reason needed | rule |"
    yield "|---|---|---|---|---|---|"
    for edge in machine.edges:
        reason = "yes" if edge.reason_needed else ""
        cells = [edge.before or "", edge.after, edge.action, edge.decider, reason, edge.rule]
        yield f"| {' | '.join(cells)} |"
    yield ""


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is current."""
    text = page()
    if "--check" in arguments:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE.name} is stale: run python -m tools.docs_states")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"Wrote {PAGE.name}.")
    return 0


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bols_portal.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
