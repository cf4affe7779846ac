"""How forms are drawn: labels, help, errors, and the summary that links to every fault."""

import datetime

from django import forms
from django.template import Context, Template
from django.utils import translation

from bols_portal.ui.forms import DateInput, DateTimeInput, faults_of


class Example(forms.Form):
    title = forms.CharField(label="Onderwerp", help_text="Kort.")
    note = forms.CharField(label="Opmerking", required=False)
    kind = forms.ChoiceField(
        label="Oordeel",
        help_text="Eén keuze.",
        choices=[("y", "Ja"), ("n", "Nee")],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label="Gelezen")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("title") == "dubbel":
            raise forms.ValidationError("Dit onderwerp bestaat al.")


def drawn(source: str, **context) -> str:
    with translation.override("nl"):
        return Template(source).render(Context(context))


def test_a_fresh_form_has_labels_and_help_and_no_errors() -> None:
    html = drawn("{{ form }}", form=Example())
    assert '<label class="field__label" for="id_title">Onderwerp</label>' in html
    assert 'id="id_title_helptext">Kort.</div>' in html
    assert 'aria-describedby="id_title_helptext"' in html
    assert html.count("(niet verplicht)") == 1
    assert '<legend class="field__label">Oordeel</legend>' in html
    assert "error-summary" not in html
    assert "aria-invalid" not in html


def test_errors_stand_beside_the_field_and_in_a_summary_that_links_to_it() -> None:
    html = drawn("{{ form }}", form=Example({"title": "", "note": "blijft"}))
    assert "data-focus-on-load" in html
    assert '<a href="#id_title">Onderwerp: Dit veld is verplicht.</a>' in html
    assert '<a href="#id_kind_0">Oordeel: Dit veld is verplicht.</a>' in html
    assert 'id="id_kind_0"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="blijft"' in html
    assert html.index("error-summary") < html.index('name="title"')


def test_a_fault_of_the_whole_form_is_in_the_summary_without_a_link() -> None:
    form = Example({"title": "dubbel", "kind": "y", "sure": "on"})
    html = drawn("{% error_summary form %}", form=form)
    assert "<li>Dit onderwerp bestaat al.</li>" in html
    assert "1 punt vraagt uw aandacht" in html


def test_faults_of_formsets_are_gathered_in_order() -> None:
    rows = forms.formset_factory(Example, min_num=2, validate_min=True, extra=0)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "a"}
    with translation.override("nl"):
        faults = faults_of(Example(), rows(data))
    assert [fault.target for fault in faults] == ["", "id_form-0-kind_0", "id_form-0-sure"]


def test_date_fields_exchange_iso_dates_in_every_language() -> None:
    with translation.override("nl"):
        assert 'value="2026-04-20"' in DateInput().render("d", datetime.date(2026, 4, 20))
        moment = datetime.datetime(2026, 4, 20, 14, 32, tzinfo=datetime.UTC)
        html = DateTimeInput().render("d", moment)
    assert 'type="datetime-local"' in html
    assert 'value="2026-04-20T14:32"' in html
