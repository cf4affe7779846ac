"""The workbench as its page holds it: every number with its version, to notice what colleagues do.

What the page sends back is `seen_of`: from it the server tells what somebody changed, and whether
a colleague was first.
"""

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from bols_portal.ui.formats import moment_text
from consultation.selectors.workbench import Bench


def text_mark(text: str) -> str:
    """A short digest of a text, to tell whether it is still the one that somebody saw."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def seen_of(bench: Bench) -> dict[str, Any]:
    """What a page shows: versions and numbers, and marks of texts."""
    return {
        "cells": {
            f"{code}-{region}": [cell.version, cell.places, text_mark(cell.reason)]
            for (code, region), cell in bench.cells.items()
        },
        "regions": {
            key: [row.version, text_mark(row.reason)] for key, row in bench.region_rows.items()
        },
        "motivation": text_mark(bench.motivation),
    }


def state_of(bench: Bench) -> dict[str, Any]:
    """The same with the texts themselves, and who changed what when."""
    seen = seen_of(bench)
    return {
        "version": bench.workbench.version,
        "table": bench.workbench.table_id,
        "saved": saved_text(bench),
        "cells": {
            f"{code}-{region}": {
                "seen": seen["cells"][f"{code}-{region}"],
                "reason": cell.reason,
                "who": str(cell.changed_by),
                "when": moment_text(cell.changed_at),
            }
            for (code, region), cell in bench.cells.items()
        },
        "regions": {
            key: {"seen": seen["regions"][key], "reason": row.reason}
            for key, row in bench.region_rows.items()
        },
        "motivation": {"seen": seen["motivation"], "text": bench.motivation},
    }


def saved_text(bench: Bench) -> str:
    """When the workbench was saved last, and by whom."""
    return _("Saved on %(moment)s by %(who)s") % {
        "moment": moment_text(bench.workbench.changed_at),
        "who": bench.workbench.changed_by,
    }
