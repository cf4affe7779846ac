"""`make demo-reset` removes a demo, and nothing but a demo."""

import pytest

from bols_portal.demo_reset import reset
from bols_portal.serve import CannotStart, hold


@pytest.fixture
def demo(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("demo.sqlite3", "demo.sqlite3-wal", "beat-schedule.dat"):
        (tmp_path / name).touch()
    for name in ("uploads/2027", "mail", "broker/queue", "demo-files", "static"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "uploads" / "2027" / "usage.xlsx").touch()
    return tmp_path


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_all_that_the_demo_wrote_goes(demo):
    assert len(reset(demo)) == 7
    assert names(demo) == {"static", "serve.lock"}
    assert reset(demo) == []


@pytest.mark.parametrize("variable", ["DATABASE_URL", "SECRET_KEY"])
def test_settings_of_production_stop_it(demo, monkeypatch, variable):
    monkeypatch.setenv(variable, "something")
    before = names(demo)
    with pytest.raises(CannotStart, match=f"{variable} is set"):
        reset(demo)
    assert names(demo) == before


def test_a_folder_that_also_holds_a_real_portal_is_left_alone(demo):
    (demo / "portal.sqlite3").touch()
    before = names(demo)
    with pytest.raises(CannotStart, match="not a demo"):
        reset(demo)
    assert names(demo) == before


def test_a_running_portal_keeps_its_data(demo):
    with hold(demo / "serve.lock"), pytest.raises(CannotStart, match="already runs"):
        reset(demo)
    assert (demo / "demo.sqlite3").exists()
