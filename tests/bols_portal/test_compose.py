"""The container files are valid and careful, without an engine at hand."""

import fnmatch
import re

import jsonschema
import pytest

from bols_portal import serve
from tests.bols_portal.compose import PORTAL, ROOT, document, environment, interpolate, schema

SERVICES = document()["services"]
GIVEN = {
    "SECRET_KEY": "a-long-secret-of-our-own",
    "POSTGRES_PASSWORD": "another-secret",
    "APP_DATABASE_PASSWORD": "a-third-secret",
    "ALLOWED_HOSTS": "portaal.example.org",
    "SITE_URL": "https://portaal.example.org",
}


def dockerfile():
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_the_compose_file_is_valid():
    kind = jsonschema.validators.validator_for(schema())
    faults = [
        f"{fault.json_path}: {fault.message}" for fault in kind(schema()).iter_errors(document())
    ]
    assert faults == []


def test_the_schema_refuses_a_mistake():
    broken = document()
    broken["services"]["web"]["heathcheck"] = {"test": "true"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema())


def test_all_that_the_portal_needs_is_there():
    assert set(SERVICES) == {*PORTAL, "database", "redis", "mail"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_healthy_and_confined(name):
    service = SERVICES[name]
    assert int(service["user"].split(":")[0]) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    health = service["healthcheck"]
    assert health.get("test") or name == "prepare"
    assert service["restart"] == ("no" if name == "prepare" else "unless-stopped")
    for address in service.get("ports", []):
        assert address.startswith("127.0.0.1:")


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in PORTAL])
def test_foreign_images_are_pinned(name):
    tag = SERVICES[name]["image"].rpartition(":")[2]
    assert re.search(r"\d", tag)


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_what_it_needs(name):
    assert SERVICES[name]["depends_on"] == {
        "prepare": {"condition": "service_completed_successfully"},
        "database": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
    }


@pytest.mark.parametrize("missing", GIVEN)
def test_there_is_no_default_for_what_must_be_chosen(missing):
    values = {name: value for name, value in GIVEN.items() if name != missing}
    needs_it = "prepare" if missing == "POSTGRES_PASSWORD" else "web"
    with pytest.raises(KeyError, match=missing):
        environment(needs_it, values)


def test_the_environment_is_what_the_settings_read():
    source = "".join(
        (ROOT / "bols_portal" / name).read_text() for name in ("settings.py", "serve.py")
    )
    unknown = [name for name in environment("prepare", GIVEN) if f'"{name}"' not in source]
    assert unknown == []


def test_only_preparing_connects_as_the_owner_of_the_tables():
    addresses = {name: environment(name, GIVEN)["DATABASE_URL"] for name in PORTAL}
    limited = "postgres://bols_app:a-third-secret@database:5432/bols"
    assert addresses == {
        "prepare": "postgres://bols:another-secret@database:5432/bols",
        **dict.fromkeys(["web", "worker", "beat"], limited),
    }


def test_the_environment_is_that_of_production():
    assert all("BOLS_DEMO" not in SERVICES[name]["environment"] for name in PORTAL)
    assert environment("web", GIVEN)["BOLS_HTTPS"] == "1"


@pytest.mark.parametrize("name", PORTAL)
def test_the_commands_are_those_of_make_run(name):
    assert SERVICES[name]["command"] == ["python", "-m", "bols_portal.serve", name]
    assert serve.command(name)[0]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_the_health_checks_exist(name):
    assert SERVICES[name]["healthcheck"]["test"][-2:] == ["check", name]
    assert name in serve.CHECKS


def test_interpolation_follows_compose():
    assert interpolate("${A:-x}-${B:-y}-$$", {"A": "1"}) == "1-y-$"


def test_the_image_runs_as_nobody_special_and_checks_itself():
    lines = dockerfile()
    assert "USER 10001:10001" in lines
    assert lines.index("USER 10001:10001") > max(
        number for number, line in enumerate(lines) if line.startswith(("RUN", "COPY"))
    )
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert SERVICES["web"]["user"] == "10001:10001"


def test_the_image_installs_by_hash():
    installs = [line for line in dockerfile() if "pip install" in line or "pip sync" in line]
    assert len(installs) == 1
    assert installs[0].count("--require-hashes") == 2


def test_the_image_gets_the_code_and_nothing_else():
    rules = (ROOT / ".dockerignore").read_text().split()
    kept = [rule[1:] for rule in rules if rule.startswith("!")]
    assert rules[0] == "*"
    assert [name for name in kept if not (ROOT / name).exists()] == []
    for name in ("var", ".env", ".git", "tests", ".venv"):
        assert not any(fnmatch.fnmatch(name, rule) for rule in kept)
