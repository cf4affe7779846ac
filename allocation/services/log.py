"""Taking the audit trail along, and checking it: both are events themselves."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.permissions import may_read_any_log
from allocation.selectors.log import LogFilter, LogLine, events_matching, lines_of
from allocation.services import audit
from allocation.workbooks.writing import NoticeSheet, SheetOut, write_workbook
from bols_portal.accounts.models import User
from bols_portal.audit.selectors import ChainState, head, verify
from bols_portal.ui.formats import moment_text

MOST = 100_000  # lines in one file; more is asked for in parts, by period


@transaction.atomic
def download_log(*, wanted: LogFilter, by: User, now: datetime) -> bytes:
    """An xlsx with exactly the events that fit the filter, the latest first."""
    may_read_any_log(by).enforce()
    lines = lines_of(events_matching(by, wanted)[:MOST])
    sequence, last = head()
    notice = NoticeSheet(
        _("About this file"),
        [
            _("Log of the BOLS portal, downloaded by %(name)s on %(moment)s.")
            % {"name": by.name, "moment": moment_text(now)},
            _("Filters: %(filters)s")
            % {"filters": "; ".join(f"{k}: {v}" for k, v in wanted.facts().items()) or _("none")},
            _("Lines: %(count)s") % {"count": len(lines)},
            _("Last event of the chain: %(sequence)s, hash %(hash)s")
            % {"sequence": sequence, "hash": last},
        ],
    )
    cycle = Cycle.objects.filter(pk=wanted.cycle).first() if wanted.cycle else None
    audit.write(
        "log.downloaded", by=by, now=now, cycle=cycle, lines=len(lines), filters=wanted.facts()
    )
    return write_workbook([_sheet(lines)], notice)


def _sheet(lines: list[LogLine]) -> SheetOut:
    return SheetOut(
        name=_("Log"),
        header=[
            _("Number"),
            _("When"),
            _("Who"),
            _("Roles"),
            _("What"),
            _("About"),
            _("Cycle"),
            _("Reason"),
            _("Facts"),
            _("Network address"),
            _("Hash"),
        ],
        rows=[
            [
                line.sequence,
                localtime(line.at).isoformat(sep=" ", timespec="seconds"),
                line.who,
                line.roles,
                line.what,
                line.about,
                line.cycle,
                line.reason,
                line.facts,
                line.address,
                line.hash,
            ]
            for line in lines
        ],
        widths=[9, 26, 24, 28, 40, 40, 18, 40, 50, 18, 66],
    )


@transaction.atomic
def check_log(*, by: User, now: datetime) -> ChainState:
    """Checks the whole chain; the outcome is an event."""
    may_read_any_log(by).enforce()
    state = verify()
    audit.write(
        "log.verified",
        by=by,
        now=now,
        events=state.count,
        whole=state.whole,
        broken_at=state.broken.sequence if state.broken else None,
    )
    return state
