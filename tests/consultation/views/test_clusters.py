"""The pages of clusters: the form that keeps what was typed, reading, taking over, sending back."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.enums import ClusterStatus, Stance
from consultation.models import ClusterDraft, ClusterProposal
from consultation.selectors.cluster_lines import DEPARTS, NEW, TAKEN, lines_of, stands_in
from consultation.selectors.divisions import grid_of
from consultation.services.clusters import file_cluster, save_cluster_draft
from consultation.services.divisions import GridChange, change_grid
from consultation.services.signing import sign
from tests.consultation.cluster_world import a_pdf, filed, posted, seen_now, typed
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, appoint, cluster, make_user, region, specialism

pytestmark = pytest.mark.django_db

PHASE = "/toewijzing/2027/fase-3/"
MINE = f"{PHASE}clusters/"
REGION = f"{PHASE}oor/NO/clusters/"
TAKE = f"{REGION}overnemen/"
PAGE = f"{PHASE}oor/NO/cluster/02/"
FORM, SENT, BACK = f"{PAGE}invullen/", f"{PAGE}indienen/", f"{PAGE}terugsturen/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def world() -> RegionWorld:
    made = RegionWorld()
    made.without_a_day()
    return made


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, url: str = PAGE) -> str:
    response = as_(user).get(url)
    assert response.status_code == 200
    return response.content.decode()


def sent(user: User, content: dict[str, Any], **more: Any) -> Any:
    return as_(user).post(SENT, posted(content, **more) | {"report": a_pdf()})


def test_a_chair_fills_in_and_files(world: RegionWorld) -> None:
    assert "Verdeling over de instellingen" in page(world.chair)
    response = sent(world.chair, typed())
    assert (response.status_code, response["Location"]) == (302, PAGE)
    text = page(world.chair)
    assert "0 van 3" in text
    assert "Zoals besproken in het cluster." in text
    assert "Voorstel wijzigen" in text


def test_what_was_typed_stays_where_it_is_wrong(world: RegionWorld) -> None:
    response = sent(world.chair, typed({"I001": "drie", "I002": "9", "N003": "1"}, meetings=[]))
    text = response.content.decode()
    assert response.status_code == 200
    assert 'value="drie"' in text
    assert 'href="#I001-places"' in text
    assert 'href="#meeting-0"' in text
    assert "verslag.pdf" in text  # the report was right, so it is kept
    assert not ClusterProposal.objects.exists()
    assert 'value="drie"' in page(world.chair)


def test_a_colleagues_text_stands_beside(world: RegionWorld) -> None:
    facts: dict[str, Any] = {"cycle": world.cycle, "region": region("NO"), "seen": 0, "now": NOW}
    save_cluster_draft(
        specialism=specialism("02"), content=typed(motivation="Hun tekst."), by=world.chair, **facts
    )
    response = sent(world.coordinator, typed(motivation="Mijn tekst."))
    text = response.content.decode()
    assert response.status_code == 409
    assert "Hun tekst." in text
    assert "Mijn tekst." in text
    assert "data-autosave=" not in text


def test_it_saves_itself_and_never_files(world: RegionWorld) -> None:
    client = as_(world.chair)
    answer = client.post(SENT, posted(typed()), headers=JSON)
    assert (answer.status_code, answer.json()["seen"]) == (200, 1)
    assert client.post(SENT, posted(typed()), headers=JSON).status_code == 409
    assert not ClusterProposal.objects.exists()


def test_said_before_what_lapses_and_who_is_told(world: RegionWorld) -> None:
    content = typed()
    content["trainers"]["I001"]["email"] = world.trainer.email
    first = filed(world, content)
    sign(
        slot=first.sheet.slots.get(institution__code="I001"),
        stance=Stance.DISSENTS,
        view="Wij willen er vier.",
        reasons="Wij hebben de meeste patiënten.",
        by=world.trainer,
        now=NOW,
    )
    text = page(world.chair, FORM)
    assert "Versie 1 wordt vervangen." in text
    assert "1 handtekening of zienswijze vervalt" in text
    assert "Coen Coordinator" in text
    text = page(world.trainer)
    assert "Wij willen er vier." in text
    assert "Wij hebben de meeste patiënten." in text
    assert "Voorstel wijzigen" not in text
    # It stays with its version, also when another replaces it.
    filed(world, content | {"places": {"I001": "2", "I002": "2", "N003": "1"}})
    assert "Wij willen er vier." in page(world.auditor, f"{PAGE}versie-1/")
    assert "Versie 1" in page(world.chair)


def test_where_nobody_chairs_the_coordinator_records_the_meeting_of_all(
    world: RegionWorld,
) -> None:
    mark = 'name="assembly" checked'
    assert mark in page(world.coordinator, f"{PHASE}oor/NO/cluster/05/")
    assert mark not in page(world.coordinator)
    assert 'name="assembly"' not in page(world.chair)
    filed(world, typed(assembly=True), by=world.coordinator)
    assert "Bijeenkomst van alle opleiders" in page(world.trainer)


def test_a_sole_training_has_nothing_to_file(world: RegionWorld) -> None:
    text = page(world.coordinator, f"{PHASE}oor/NO/cluster/22/")
    assert "heeft de enige opleiding" in text
    assert as_(world.coordinator).get(f"{PHASE}oor/NO/cluster/22/invullen/").status_code != 200


@pytest.mark.parametrize("who", ["other", "elsewhere", "administrator"])
def test_no_other_region_sees_it(world: RegionWorld, who: str) -> None:
    filed(world)
    user = getattr(world, who)
    urls = [PAGE, FORM, f"{PAGE}versie-1/", f"{PAGE}versie-1/verslag.pdf", REGION, TAKE]
    for url in [*urls, f"{PAGE}versie-1/ontvangstbewijs.pdf", f"{PAGE}verslag.pdf"]:
        assert as_(user).get(url).status_code == 404, url
    assert as_(user).post(SENT, posted(typed())).status_code == 404


def test_a_trainer_reads_filed_versions_and_no_draft(world: RegionWorld) -> None:
    assert "Er is nog geen voorstel ingediend" in page(world.trainer)
    filed(world)
    facts: dict[str, Any] = {"cycle": world.cycle, "region": region("NO"), "seen": 1}
    facts |= {"by": world.chair}
    save_cluster_draft(
        specialism=specialism("02"), content=typed(motivation="Nog niet."), now=NOW, **facts
    )
    assert "Nog niet." not in page(world.trainer)
    assert as_(world.trainer).get(FORM).status_code == 403
    assert as_(world.trainer).get(f"{PAGE}verslag.pdf").status_code == 403
    response = as_(world.trainer).get(f"{PAGE}versie-1/verslag.pdf")
    assert b"".join(response).startswith(b"%PDF-")
    assert response["Content-Disposition"].startswith("attachment")
    receipt = as_(world.trainer).get(f"{PAGE}versie-1/ontvangstbewijs.pdf")
    assert receipt.content.startswith(b"%PDF-")


def test_the_coordinator_takes_all_new_ones_over(world: RegionWorld) -> None:
    proposal = filed(world)
    assert stands_in(grid_of(world.cycle, region("NO")), proposal) == NEW
    client = as_(world.coordinator)
    text = client.get(TAKE).content.decode()
    assert "1 voorstel overnemen" in text
    data = {"proposal": [proposal.pk], "seen": 0}
    assert client.post(TAKE, data).status_code == 302
    grid = grid_of(world.cycle, region("NO"))
    assert dict(grid.by_code["02"].places) == {"I001": 3, "I002": 1, "N003": 1}
    assert stands_in(grid, proposal) == TAKEN
    assert "Er is niets nieuws om over te nemen" in client.get(TAKE).content.decode()


def test_a_number_chosen_later_departs_and_is_not_new(world: RegionWorld) -> None:
    proposal = filed(world)
    later = datetime(2027, 1, 1, tzinfo=UTC)
    change_grid(
        cycle=world.cycle,
        region=region("NO"),
        changes=[GridChange("02", "I001", 5, 0)],
        by=world.coordinator,
        now=later,
    )
    assert stands_in(grid_of(world.cycle, region("NO")), proposal) == DEPARTS
    # Taking it over needs a look at the number that stands there now.
    response = as_(world.coordinator).post(TAKE, {"proposal": [proposal.pk], "seen": 0})
    assert response.status_code == 409
    assert grid_of(world.cycle, region("NO")).by_code["02"].places["I001"] == 5


def test_a_replaced_version_is_not_taken_over(world: RegionWorld) -> None:
    first = filed(world)
    filed(world, typed({"I001": "2", "I002": "2", "N003": "1"}))
    response = as_(world.coordinator).post(TAKE, {"proposal": [first.pk], "seen": 0})
    assert response.status_code == 409
    assert grid_of(world.cycle, region("NO")).version == 0


def test_the_coordinator_sends_it_back(world: RegionWorld) -> None:
    proposal = filed(world)
    assert "Vera Voorzitter" in page(world.coordinator, BACK)
    assert as_(world.chair).get(BACK).status_code == 403
    assert as_(world.coordinator).post(BACK, {"reason": ""}).status_code == 200
    assert as_(world.coordinator).post(BACK, {"reason": "Te weinig."}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.status == ClusterStatus.RETURNED
    assert "Te weinig." in page(world.chair)
    assert "Te weinig." in page(world.chair, FORM)


def test_start_pages(world: RegionWorld) -> None:
    assert "Invullen" in page(world.chair, MINE)
    assert as_(world.coordinator).get(MINE)["Location"] == REGION
    assert "OOR" in page(world.bureau, MINE)
    assert as_(world.elsewhere).get(MINE).status_code == 404
    filed(world)
    assert "ondertekend door 0 van 3" in page(world.trainer, MINE)
    assert "1 nieuw voorstel overnemen" in page(world.coordinator, REGION)


def test_the_list_costs_the_same_for_one_and_many(
    world: RegionWorld, django_assert_num_queries: Any
) -> None:
    filed(world)
    with django_assert_num_queries(15):
        lines_of(world.cycle, region("NO"))
    content = typed({"I001": "2", "I002": "1"})
    file_cluster(
        cycle=world.cycle,
        region=region("NO"),
        specialism=specialism("05"),
        content=content,
        seen=seen_now(world, "05"),
        by=world.coordinator,
        now=NOW,
        report=a_pdf(),
    )
    with django_assert_num_queries(15):
        assert len(lines_of(world.cycle, region("NO"))) == 4


def test_what_is_asked_of_chair_and_coordinator(world: RegionWorld) -> None:
    def titles(user: User) -> str:
        return as_(user).get("/").content.decode()

    assert "Dien het clustervoorstel voor Cardiologie in" in titles(world.chair)
    filed(world)
    assert "Dien het clustervoorstel" not in titles(world.chair)
    assert "Neem 1 clustervoorstel over in de verdeling" in titles(world.coordinator)
    sole = make_user("Solo Voorzitter")
    appoint(sole, Role.CLUSTER_CHAIR, cluster("NO", "22"))
    assert "Dien het clustervoorstel" not in titles(sole)


def test_nothing_is_asked_outside_the_phase(world: RegionWorld) -> None:
    filed(world)
    world.set_phase("closed")  # type: ignore[arg-type]
    assert "Neem 1 clustervoorstel" not in as_(world.coordinator).get("/").content.decode()
    assert "fase III is gesloten" in page(world.coordinator, REGION)
    assert "fase III is gesloten" in page(world.chair)
    assert as_(world.coordinator).get(TAKE).status_code != 200
    assert ClusterDraft.objects.get().saved_at < timezone.now()
