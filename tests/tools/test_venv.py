"""Setting up: what is locked gets installed, once, and a developer's tools are never taken away."""

import ast
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from tools import fetch_uv, venv


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return the calls that setting up makes in a project whose locks can be changed."""
    calls = []
    monkeypatch.setattr(venv, "ROOT", tmp_path)
    monkeypatch.setattr(venv, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(venv, "run", lambda *command, **options: calls.append(command))
    monkeypatch.setattr(venv, "starts", lambda *arguments: True)
    (tmp_path / "requirements").mkdir()
    for name in ("uv", "base", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    venv.python().parent.mkdir(parents=True)
    venv.python().touch()
    return calls


def installed(calls):
    """Return the lock files of the last installation."""
    return [str(part) for part in calls[-1] if str(part).startswith("requirements/")]


def test_the_first_run_installs_the_base_set_by_hash(project):
    assert venv.main(["base"]) is None
    assert installed(project) == ["requirements/base.txt", "requirements/uv.txt"]
    assert "--require-hashes" in project[0]
    assert "--require-hashes" in project[-1]


def test_the_second_run_does_nothing(project):
    venv.main(["base"])
    before = len(project)
    assert venv.main(["base"]) is None
    assert len(project) == before


def test_a_changed_lock_is_installed(project, tmp_path):
    venv.main(["base"])
    before = len(project)
    (tmp_path / "requirements" / "base.txt").write_text("newer")
    venv.main(["base"])
    assert len(project) > before


def test_starting_the_portal_keeps_the_tools_of_the_tests(project, tmp_path):
    venv.main(["dev"])
    before = len(project)
    venv.main(["base"])
    assert len(project) == before
    (tmp_path / "requirements" / "base.txt").write_text("newer")
    venv.main(["base"])
    assert installed(project) == [f"requirements/{name}.txt" for name in ("base", "dev", "uv")]


def test_an_unknown_set_is_refused(project):
    assert venv.main(["prod"]).startswith("usage:")
    assert project == []


def test_an_older_python_reads_the_file_and_is_told():
    # Whatever Python 3.6 can't parse would hide the message behind a syntax error.
    source = Path(venv.__file__).read_text()
    assert ast.parse(source, feature_version=(3, 6))
    assert "The portal needs Python" in source


@pytest.fixture
def index(tmp_path, monkeypatch):
    """Make an index on disk with one wheel for this machine; return the wheel's bytes."""
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("uv-1.2.data/scripts/uv", "the program")
    name = "uv-1.2-py3-none-manylinux_2_17_x86_64.whl"
    pages = {
        "https://index.example/uv/": (
            f'<a href="../files/{name.replace("1.2", "1.1")}">older</a>'
            '<a href="../files/uv-1.2-py3-none-macosx_11_0_arm64.whl">elsewhere</a>'
            f'<a href="../files/{name}">this one</a>'
        ).encode(),
        f"https://index.example/files/{name}": wheel.getvalue(),
    }
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://index.example/")
    monkeypatch.setattr(fetch_uv, "read", pages.__getitem__)
    monkeypatch.setattr(fetch_uv.platform, "system", lambda: "Linux")
    monkeypatch.setattr(fetch_uv.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(fetch_uv.platform, "libc_ver", lambda: ("glibc", "2.36"))
    return wheel.getvalue()


def lock_of(content):
    return f"uv==1.2 \\\n    --hash=sha256:{hashlib.sha256(content).hexdigest()}\n"


def test_without_pip_the_installer_is_fetched_and_checked(index, tmp_path):
    fetch_uv.fetch(lock_of(index), tmp_path / "uv")
    assert (tmp_path / "uv").read_text() == "the program"
    assert (tmp_path / "uv").stat().st_mode & 0o111


def test_a_file_that_differs_from_the_lock_is_refused(index, tmp_path):
    with pytest.raises(fetch_uv.NotFetched, match="not what the lock says"):
        fetch_uv.fetch(lock_of(b"something else"), tmp_path / "uv")
    assert not (tmp_path / "uv").exists()


def test_a_machine_without_a_wheel_is_named(index, tmp_path, monkeypatch):
    monkeypatch.setattr(fetch_uv.platform, "machine", lambda: "riscv64")
    with pytest.raises(fetch_uv.NotFetched, match="riscv64"):
        fetch_uv.fetch(lock_of(index), tmp_path / "uv")
