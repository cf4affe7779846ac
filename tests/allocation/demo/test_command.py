"""`manage.py demo`: at the start of a phase or at a stage, in an empty database or after asking."""

import builtins
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import gettext_lazy

from allocation.demo import stages as story
from allocation.demo.stages import Stage, names_of_stages, register, starts_of_phases, way_to
from allocation.management.commands import demo

TITLE = gettext_lazy("Stage")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def asked(monkeypatch, tmp_path, settings):
    """The stage at which the story would stop; nothing is loaded."""
    settings.VAR = tmp_path
    found: list[str] = []
    monkeypatch.setattr(demo, "load", lambda until, say: found.append(until))
    monkeypatch.setattr(demo, "already_loaded", lambda: False)
    return found


def test_a_phase_begins_where_the_one_before_is_done(asked) -> None:
    call_command("demo", phase=1, stdout=StringIO())
    call_command("demo", phase=2, stdout=StringIO())
    call_command("demo", phase=3, stdout=StringIO())
    call_command("demo", phase=4, stdout=StringIO())
    assert asked == ["opened", "adopted", "phase_3", "preliminary_established"]


def test_a_stage_can_be_named_and_else_the_setting_holds(asked, settings) -> None:
    call_command("demo", until="usage", stdout=StringIO())
    settings.DEMO_UNTIL = "intake"
    call_command("demo", stdout=StringIO())
    assert asked == ["usage", "intake"]


def test_what_is_not_there_is_refused_with_what_is(asked, settings) -> None:
    with pytest.raises(CommandError, match="invalid choice: 6"):
        call_command("demo", "--phase=6")
    with pytest.raises(CommandError, match=r"Phases: 1, 2, 3, 4"):
        call_command("demo", phase=6)
    settings.DEMO_UNTIL = "nowhere"
    with pytest.raises(CommandError, match=r"'nowhere'\. Stages: opened, check"):
        call_command("demo")
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("demo", "--phase=1", "--until=usage")
    assert asked == []


def test_outside_demo_mode_it_is_refused(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode"):
        call_command("demo")


def test_nothing_goes_without_a_yes(asked, monkeypatch) -> None:
    def never(*_arguments):
        raise AssertionError("data was thrown away")

    monkeypatch.setattr(demo, "reset", never)
    monkeypatch.setattr(builtins, "input", lambda _question: "y")
    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("demo", reset=True, stdout=StringIO())
    assert asked == []


def test_it_starts_over_in_a_database_of_its_own(tmp_path) -> None:
    environment = {**os.environ, "BOLS_DEMO": "1", "BOLS_VAR": str(tmp_path)}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    (tmp_path / "demo.sqlite3").touch()
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "old.pdf").touch()
    command = [sys.executable, "manage.py", "demo", "--phase=1", "--reset"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, input="yes\n", capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert str(tmp_path) in done.stdout.splitlines()[0]
    assert "Loaded in" in done.stdout
    assert not (tmp_path / "uploads" / "old.pdf").exists()


def test_stages_of_later_phases_take_their_place_once(monkeypatch) -> None:
    first = [Stage("one", TITLE, print, begins=1), Stage("two", TITLE, print, begins=2)]
    monkeypatch.setattr(story, "_STAGES", list(first))
    more = [Stage("between", TITLE, print, phase=2)]
    register(more, after="one")
    register(more, after="one")
    register([Stage("end", TITLE, print, phase=2, begins=3)], after="two")
    assert names_of_stages() == ["one", "between", "two", "end"]
    assert [stage.name for stage in way_to("two")] == ["one", "two"], "phase I alone"
    assert [stage.name for stage in way_to("end")] == ["one", "between", "two", "end"]
    assert starts_of_phases() == {1: "one", 2: "two", 3: "end"}
    with pytest.raises(ValueError, match="nowhere"):
        register(more, after="nowhere")
