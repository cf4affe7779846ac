"""When something may be done: phase, deadline, status. Answers carry a reason and a moment.

Nothing here looks at who asks: that is permissions.py.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from allocation.errors import NotNow


@dataclass(frozen=True, slots=True)
class Moment:
    """May it be done now? If not, why not, which rule says so and from when it may."""

    open: bool
    reason: str | Promise = ""
    rule: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def __bool__(self) -> bool:
        return self.open

    def enforce(self) -> None:
        """Raises NotNow with the reason when it may not be done now."""
        if not self.open:
            raise NotNow(self.reason, rule=self.rule, opens_at=self.opens_at)


OPEN = Moment(open=True)
