"""Telling a list of wished-for numbers from ordinary text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.services.focus_numbers import lists_numbers
from tests.factories import SPECIALISMS

LISTS = [
    "Cardiologie: 8, Chirurgie 6, KNO 3",
    "Cardiologie\t8\nHeelkunde\t6",
    "Cardiologie;8;9\nHeelkunde;6;7",
    "| Cardiologie | 8 |\n| Chirurgie | 6 |",
    "8 cardiologie\n6 chirurgie",
    "Cardiologie\n8\nHeelkunde\n6",
    "Cardiologie\tHeelkunde\tNeurologie\n8\t6\t4",
    "02 Cardiologie 8\n05 Heelkunde 6",
    "02: 8\n05: 6\n10: 20",
    "1. Cardiologie 8\n2. Chirurgie 6",
    "- Cardiologie 8 plaatsen\n- Interne geneeskunde 20 aios",
    "Specialisme; Gewenst\nCardiologie; 8-10\nUrologie; 2-3",
    "Cardiologie 8 (was 7)\nUrologie 2 (was 3)",
    "Cardiologie van 8 naar 9, chirurgie van 6 naar 7",
    "Klinische geriatrie 3\nKeel- neus- oorheelkunde 2",
    "CARDIOLOGIE = 8 / Plastische Chirurgie = 2",
    "Anesthesiologie +2, Urologie +1",
    "Cardiologie: acht plaatsen; Urologie: twee plaatsen",
    "Wij willen graag cardiologie 8, chirurgie 6 en neurologie 4 plaatsen.",
    "Voor cardiologie vragen wij 8 plaatsen, voor urologie 2 plaatsen en voor KNO 3 plaatsen.",
    "Specialisme\tNu\tGewenst\nCardiologie (CAR)\t7\t8\nUrologie\t\t2",
    "MDL +1,SEH +2",
    "De zorgvraag groeit sterk in onze regio.\n\nWensen:\nMDL 4\nSEH 5\n\nMet vriendelijke groet",
]
PROSE = [
    "",
    "Cardiologie: 8",
    "Wij vragen 3 plaatsen voor cardiologie.",
    "In 2025 startte de cardiologie, in 2026 de chirurgie en in 2027 de neurologie.",
    "Nieuwe erkenningen: cardiologie (2025), urologie (2026), KNO (2027).",
    "Cardiologie 40%, chirurgie 30 %, neurologie 20 procent van de zorg.",
    "Cardiologie (120 bedden), chirurgie (80 bedden) en neurologie (60 bedden).",
    "De cardiologie heeft 4 opleiders, de chirurgie 6 opleiders en de neurologie 2 opleiders.",
    "Het ziekenhuis heeft 900 bedden, 24 opleidingen en 12 locaties.",
    "De opleidingen 02 Cardiologie, 05 Heelkunde en 10 Interne geneeskunde werken samen.",
    "1. Cardiologie werkt samen met chirurgie.\n2. Neurologie groeit.\n3. Urologie krimpt.",
    "Per 1 januari 2026 is cardiologie erkend; per 1 juli 2026 volgt KNO, op 20-04-2026 urologie.",
    "Cardiologie: erkenning voor 5 jaar; urologie: erkenning voor 4 jaar; KNO: voor 2 jaar",
    "Onze regio heeft 18,6 % van de inwoners en groeit met 3 procent in 10 jaar.",
    "De interne audit gaf 3 punten. De long loopt 2 jaar achter. Het oog wil ook wat.",
    "Onze volgorde: 1 cardiologie, 2 urologie, 3 KNO.",
    "1 cardiologie\n2 urologie\n3 KNO",
    "Cardiologie, fase 2. Chirurgie, fase 3. Neurologie, fase 4.",
]
NAMES = [name for _code, name in SPECIALISMS]
NUMBERS = st.integers(0, 99)
some_names = st.lists(st.sampled_from(NAMES), min_size=3, max_size=30, unique=True)


@pytest.mark.parametrize("text", LISTS)
def test_a_list_of_wished_for_numbers_is_recognised(text: str) -> None:
    assert lists_numbers(text, SPECIALISMS)


@pytest.mark.parametrize("text", PROSE)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert not lists_numbers(text, SPECIALISMS)


@given(some_names, st.data(), st.sampled_from(["\t", "; ", ": ", " ", " – ", " = "]))
def test_every_table_of_names_and_numbers_is_a_list(
    names: list[str], data: st.DataObject, between: str
) -> None:
    lines = [f"{name}{between}{data.draw(NUMBERS)}" for name in names]
    assert lists_numbers("\n".join(lines), SPECIALISMS)
    assert lists_numbers("Onze wensen zijn:\n" + "\n".join(lines) + "\nDank u.", SPECIALISMS)


@given(some_names, st.data(), st.sampled_from([" bedden", "%", " opleiders", " jaar", " locaties"]))
def test_counts_of_something_else_are_no_places(
    names: list[str], data: st.DataObject, unit: str
) -> None:
    parts = [f"{name} heeft {data.draw(NUMBERS)}{unit}" for name in names]
    assert not lists_numbers(", ".join(parts) + ".", SPECIALISMS)


@given(some_names, st.data())
def test_years_are_no_places(names: list[str], data: st.DataObject) -> None:
    lines = [f"{name} {data.draw(st.integers(1900, 2100))}" for name in names]
    assert not lists_numbers("\n".join(lines), SPECIALISMS)


@given(st.text(max_size=2000))
def test_any_text_is_answered(text: str) -> None:
    assert lists_numbers(text, SPECIALISMS) in (True, False)


def test_a_long_text_is_answered_at_once() -> None:
    lists_numbers("cardiologie " * 2000 + "1 " * 2000 + " - " * 2000, SPECIALISMS)
    lists_numbers("1-" * 2000 + "1," * 2000 + "keel " * 800, SPECIALISMS)
    lists_numbers("\t" * 4000 + "9" * 4000 + "- " * 2000, SPECIALISMS)
