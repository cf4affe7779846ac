"""How forms are drawn: the renderer named in the settings, and the inputs that Django lacks.

Templates stand in ``templates/django/forms/``: label above the field, help under the label, the
error beside
the field, and a summary on top that links to every field with an error.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Draws forms with the project's templates, so that every form looks and behaves the same."""


class DateInput(forms.DateInput):
    """The browser's own date field; it always exchanges ISO dates, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own date and time field, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


@dataclass(frozen=True, slots=True)
class FormFault:
    """A line of the error summary: the text, the field's label (if any) and the id of the field it
    links to.
    """

    text: str
    label: str = ""
    target: str = ""


def faults_of(*sources: forms.BaseForm | forms.BaseFormSet) -> list[FormFault]:
    """Every error of the given forms and formsets, in the order of the page. Unbound forms have
    none.
    """
    found: list[FormFault] = []
    for source in sources:
        if isinstance(source, forms.BaseFormSet):
            if source.is_bound:
                found += [FormFault(str(text)) for text in source.non_form_errors()]
            found += faults_of(*source.forms)
        elif source.is_bound:
            found += _faults_of_form(source)
    return found


def _faults_of_form(form: forms.BaseForm) -> list[FormFault]:
    found = [FormFault(str(text)) for text in form.non_field_errors()]
    for field in form:
        target = _target_of(field)
        found += [
            FormFault(str(text), str(field.label).rstrip("?."), target) for text in field.errors
        ]
    return found


def _target_of(field: forms.BoundField) -> str:
    """The id of the field's first input; a group of choices has none with the field's own id."""
    if field.is_hidden:
        return ""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
