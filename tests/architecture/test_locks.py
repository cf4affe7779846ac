"""The lock files hold what is asked for, with hashes, and no address of any index."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REQUIREMENTS = Path(__file__).resolve().parent.parent.parent / "requirements"
SETS = ["uv", "base", "dev"]
PIN = re.compile(r"^(?P<name>[\w.-]+)(\[[\w,-]+\])?==(?P<version>[\w.!+-]+)", re.MULTILINE)


def wanted(name):
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def text_of(name):
    return (REQUIREMENTS / f"{name}.txt").read_text()


def blocks_of(name):
    """Return name → the block of lines of each pinned package."""
    text = text_of(name)
    starts = [match.start() for match in PIN.finditer(text)]
    blocks = [text[i:j] for i, j in zip(starts, [*starts[1:], len(text)], strict=True)]
    return {canonicalize_name(PIN.match(block)["name"]): block for block in blocks}


def version_in(block):
    return PIN.match(block)["version"]


@pytest.mark.parametrize("name", SETS)
def test_a_lock_names_no_index_and_no_machine(name):
    assert re.findall(r"https?:|file:|--index|--find-links|--extra|/\w+/\w+/", text_of(name)) == []


@pytest.mark.parametrize("name", SETS)
def test_every_package_has_its_hashes(name):
    blocks = blocks_of(name)
    assert blocks
    assert [package for package, block in blocks.items() if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", SETS)
def test_a_lock_holds_exactly_what_is_asked_for(name):
    asked, blocks = {canonicalize_name(each.name): each for each in wanted(name)}, blocks_of(name)
    directly = {
        package for package, block in blocks.items() if f"-r requirements/{name}.in" in block
    }
    assert directly == set(asked), "stale: run make lock"
    for package, requirement in asked.items():
        assert requirement.specifier.contains(version_in(blocks[package])), "stale: run make lock"


def test_the_development_set_agrees_with_the_base_set():
    base, dev = blocks_of("base"), blocks_of("dev")
    differing = [
        package
        for package in base.keys() & dev.keys()
        if version_in(base[package]) != version_in(dev[package])
    ]
    assert differing == []
