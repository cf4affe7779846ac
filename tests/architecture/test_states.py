"""The page with the state machines is made from the code and is current."""

import pytest

from tools import docs_states


def test_the_page_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert docs_states.main(["--check"]) == 0, capsys.readouterr().out


def test_every_machine_is_drawn() -> None:
    text = docs_states.page()
    for machine in docs_states.MACHINES:
        assert f"## {machine.name}\n" in text
        assert text.count("stateDiagram-v2") == len(docs_states.MACHINES)
        for edge in machine.edges:
            assert f"{edge.before or '[*]'} --> {edge.after}: {edge.action}" in text


def test_a_stale_page_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    from pathlib import Path

    old = Path(str(tmp_path)) / "state-machines.md"
    old.write_text("old", encoding="utf-8")
    monkeypatch.setattr(docs_states, "PAGE", old)
    assert docs_states.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().out
    assert docs_states.main([]) == 0
    assert docs_states.main(["--check"]) == 0
