"""What the stages of the demo share: the cycle, its people, and things that several of them do."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.module_loading import import_string

from allocation.demo.files import DemoFiles, uploaded
from allocation.demo.people import DOMAIN
from allocation.enums import JobStatus
from allocation.models import AssignmentVersion, Cycle, Job, Mailing
from allocation.roles import Role
from allocation.selectors.assignment import current_assignment
from allocation.services import jobs, outbox
from allocation.services.assignment import add_assignment_version
from allocation.services.assignment_reading import read_assignment
from allocation.services.messages import release_mailing
from bols_portal.accounts.models import User

YEAR = 2027
REFERENCE_DATE = date(2025, 11, 1)  # Toewijzingsprotocol 2027, fase I 3


@dataclass(slots=True)
class Story:
    """The demo as far as it is told. `mistaken`: Leiden and NO are mixed up at first."""

    files: DemoFiles
    mistaken: bool = True

    @property
    def cycle(self) -> Cycle:
        """The cycle of the demo."""
        return Cycle.objects.get(year=YEAR)

    def person(self, login: str) -> User:
        """A person of the demo, by the name before the @; fresh, with the rights of this moment."""
        return User.objects.get(email=f"{login}@{DOMAIN}")

    @property
    def anna(self) -> User:
        """The bureau employee who does the work."""
        return self.person("anna.vermeer")

    @property
    def bram(self) -> User:
        """The second employee: accepts what Anna brings in."""
        return self.person("bram.de.wit")

    def holding(self, role: Role) -> list[User]:
        """Everybody with a role, in order of appointment."""
        people = User.objects.filter(memberships__role=role).order_by("memberships__pk")
        return list(dict.fromkeys(people))

    def do(self, job: Job | None) -> None:
        """Does a job at once, as the worker would; it must succeed."""
        if job is None:
            raise RuntimeError("there is no job to do")
        run_job = import_string(jobs.TASK)  # by its name, as the queue does
        run_job(job.pk)
        job.refresh_from_db()
        if job.status != JobStatus.DONE:
            raise RuntimeError(f"job {job.pk} ended as {job.status} ({job.error_code})")

    def upload_assignment(
        self, *, erroneous: bool, reason: str, now: datetime
    ) -> AssignmentVersion:
        """Anna uploads a region assignment and confirms what the portal read in it."""
        name = f"oor-indeling-{'met-fout' if erroneous else 'verbeterd'}.xlsx"
        content = self.files.assignment(erroneous=erroneous)
        found = read_assignment(cycle=self.cycle, upload=uploaded(name, content))
        current = current_assignment(self.cycle)
        return add_assignment_version(
            cycle=self.cycle,
            lines=found.data.lines,
            institutions=found.data.institutions,
            reference_date=REFERENCE_DATE,
            reason=reason,
            expected_version=current.number if current else 0,
            by=self.anna,
            now=now,
        )

    def release(self, key: str, now: datetime) -> None:
        """Anna reads the newest prepared mailing of a kind and sends it."""
        waiting = Mailing.objects.filter(key=key, released_at=None, cancelled_at=None)
        release_mailing(mailing=waiting.latest("pk"), by=self.anna, now=now)
        outbox.send_due(clock=lambda: now)
