"""The explanation of the demo: for whoever comes by, with files that are really there."""

import pytest
from django.conf import settings as portal
from django.urls import reverse

from allocation.demo.files import FILES, FOLDER
from allocation.demo.stages import names_of_stages

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not portal.DEMO, reason="demo mode")]


def test_it_names_every_file_and_every_stage(client) -> None:
    page = client.get(reverse("demo")).content.decode()
    for name in FILES:
        assert reverse("demo_file", args=[name]) in page
    for name in names_of_stages():
        assert f"<code>{name}</code>" in page


def test_the_sign_in_page_leads_to_it(client) -> None:
    assert f'href="{reverse("demo")}"' in client.get(reverse("account_login")).content.decode()


def test_a_file_is_given_as_it_was_written(client, settings, tmp_path) -> None:
    settings.VAR = tmp_path
    name = next(iter(FILES))
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / name).write_bytes(b"PK invented")
    answer = client.get(reverse("demo_file", args=[name]))
    assert b"".join(answer.streaming_content) == b"PK invented"
    assert f'filename="{name}"' in answer["Content-Disposition"]


def test_nothing_else_is_given(client, settings, tmp_path) -> None:
    settings.VAR = tmp_path
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "elders.xlsx").write_bytes(b"x")
    assert client.get(reverse("demo_file", args=["elders.xlsx"])).status_code == 404
