"""Addresses: recognitions and the region assignment."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import (
    assignment,
    assignment_answers,
    assignment_check,
    assignment_work,
)

HERE = "toewijzing/<int:year>/fase-1/oor-indeling/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, assignment.overview, name="assignment"),
    path(HERE + "versie/<int:number>/", assignment.version, name="assignment_version"),
    path(HERE + "versie/<int:number>/download/", assignment.export, name="assignment_export"),
    path(HERE + "vergelijken/", assignment.compare, name="assignment_compare"),
    path(HERE + "regels/", assignment.lines, name="assignment_lines"),
    path(HERE + "regels/bevestigen/", assignment_check.confirm, name="assignment_confirm"),
    path(HERE + "alles-bevestigen/", assignment_check.confirm_all, name="assignment_confirm_all"),
    path(HERE + "regel/<int:pk>/", assignment_check.line, name="assignment_line"),
    path(HERE + "regel/<int:pk>/bezwaar/", assignment_check.object_, name="assignment_object"),
    path(HERE + "regel/<int:pk>/corrigeren/", assignment_work.correct, name="assignment_correct"),
    path(HERE + "bezwaren/", assignment_answers.objections, name="assignment_objections"),
    path(HERE + "bezwaren/<int:pk>/", assignment_answers.answer, name="assignment_answer"),
    path(HERE + "inlezen/", assignment_work.upload, name="assignment_upload"),
    path(
        HERE + "inlezen/bevestigen/",
        assignment_work.upload_confirm,
        name="assignment_upload_confirm",
    ),
    path(HERE + "sjabloon/", assignment_work.template, name="assignment_template"),
    path(HERE + "ter-controle/", assignment_work.send, name="assignment_send"),
    path(HERE + "correctie-vervalt/", assignment_answers.discard, name="assignment_discard"),
    path(HERE + "wijzigingen-later/", assignment_answers.late_changes, name="late_changes"),
    path(
        HERE + "wijzigingen-later/<int:pk>/",
        assignment_answers.late_change_answer,
        name="late_change_answer",
    ),
]
