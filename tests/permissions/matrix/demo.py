"""The explanation of the demo and its invented files: for everybody, in demo mode alone."""

from tests.permissions.table import SIGNED_IN, Row, row

ROWS: list[Row] = [
    row("demo", "GET", {200: SIGNED_IN}, anonymous=200),
    row(
        "demo_file",
        "GET",
        {404: SIGNED_IN},
        anonymous=404,
        args={"name": "elders.xlsx"},
        variant="a file that is not one of the demo's",
    ),
]
