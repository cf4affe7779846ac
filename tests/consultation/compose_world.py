"""FMS with a workbench that is ready to be submitted, and what spoils it. Invented numbers."""

from datetime import date
from typing import Any

from consultation.models import Proposal
from consultation.services.meetings import record_meeting
from consultation.services.proposals import save_version, submit_proposal
from consultation.services.workbench import begin_workbench, fill_workbench
from tests.consultation.bench_world import BenchWorld
from tests.factories import NOW

WHY = "De opleiding in deze regio verandert."


class ComposeWorld(BenchWorld):
    """Two places of 02 go from ON to NO, with reasons; FMS met the associations."""

    def __init__(self, *, met: bool = True) -> None:
        super().__init__()
        begin_workbench(cycle=self.cycle, start="base", by=self.fms, now=NOW)
        self.shift("02", "ON", "NO", 2)
        if met:
            self.meet()

    def shift(self, code: str, giving: str, taking: str, places: int) -> None:
        """Moves places of a specialism between two regions on the workbench, with reasons."""
        bench = self.bench()
        wanted = {
            (code, giving): bench.places[code, giving] - places,
            (code, taking): bench.places[code, taking] + places,
        }
        seen = bench.workbench.version
        fill_workbench(cycle=self.cycle, places=wanted, seen=seen, by=self.fms, now=NOW)
        self.reason(WHY)

    def reason(self, text: str) -> None:
        """The same reason for every cell and region, and as the motivation."""
        workbench = self.bench().workbench
        workbench.cells.update(reason=text)
        workbench.regions.update(reason=text)
        workbench.motivation = text
        workbench.save()

    def meet(self) -> None:
        """A meeting of the Raad Opleiding."""
        record_meeting(
            cycle=self.cycle,
            held_on=date(2026, 1, 30),
            present=["NVVC"],
            note="",
            minutes=None,
            by=self.fms,
            now=NOW,
        )

    def save(self, **changed: Any) -> Proposal:
        """The workbench as a version."""
        facts: dict[str, Any] = {"note": "Na de Raad Opleiding", "by": self.fms, "now": NOW}
        return save_version(cycle=self.cycle, **facts | changed)

    def submit(self, proposal: Proposal | None = None) -> Proposal:
        """A version that lies with BOLS."""
        return submit_proposal(proposal=proposal or self.save(), by=self.fms, now=NOW)
