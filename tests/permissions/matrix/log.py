"""The log: bureau and auditors."""

from tests.permissions.table import CONFIDENTIAL, Row, row

READERS = (*CONFIDENTIAL, "auditor_2026")  # of the events of their own cycles

ROWS: list[Row] = [
    row("log", "GET", {200: READERS}),
    row("log_download", "GET", {200: READERS}),
    row("log_check", "POST", {302: READERS}),
]
