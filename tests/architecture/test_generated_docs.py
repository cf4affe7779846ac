"""The page with the permission matrix is made from the rows and is current."""

from pathlib import Path

import pytest

from tests.permissions.rows import all_rows
from tests.permissions.table import BUREAU, LOGIN, row
from tools import docs_permissions

ROOT = Path(docs_permissions.__file__).resolve().parent.parent


def test_the_page_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert docs_permissions.main(["--check"]) == 0, capsys.readouterr().out


def test_every_row_is_a_line() -> None:
    text = docs_permissions.page()
    for area, rows in all_rows().items():
        assert f"## {area.capitalize()}\n" in text
        for one in rows:
            assert f"| `{docs_permissions.address_of(one.name)}` | {one.method} |" in text
    lines = [line for line in text.splitlines() if line.startswith("| `/")]
    assert len(lines) == sum(len(rows) for rows in all_rows().values())


def test_who_gets_what_in_words() -> None:
    one = row("people", "GET", {200: BUREAU, 404: "nobody"})
    assert (
        docs_permissions.outcomes_of(one)
        == "**404** nobody; **200** bureau, secretary; **403** everybody else"
    )
    assert one.outcomes["anonymous"] == LOGIN
    open_to_all = row("account_login", "GET", {}, rest=200, anonymous=200)
    assert docs_permissions.outcomes_of(open_to_all) == "**200** everybody"


def test_an_unknown_route_has_no_address() -> None:
    with pytest.raises(LookupError, match="no-such-route"):
        docs_permissions.address_of("no-such-route")


def test_a_stale_page_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs_permissions, "PAGE", tmp_path / "permissions.md")
    assert docs_permissions.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().out
    assert docs_permissions.main([]) == 0
    assert docs_permissions.main(["--check"]) == 0


def test_make_docs_runs_every_generator() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ndocs:")[2]
    assert "tools/docs_*.py" in recipe.partition("\n\n")[0]
