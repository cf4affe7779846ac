"""Addresses: the national intake."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import intake

HERE = "toewijzing/<int:year>/fase-1/instroom/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, intake.overview, name="intake"),
    path(HERE + "versie/<int:number>/", intake.version, name="intake_version"),
    path(HERE + "versie/<int:number>/download/", intake.export, name="intake_export"),
    path(HERE + "vergelijken/", intake.compare, name="intake_compare"),
    path(HERE + "invoeren/", intake.edit, name="intake_edit"),
    path(HERE + "inlezen/", intake.upload, name="intake_upload"),
    path(HERE + "sjabloon/", intake.template, name="intake_template"),
    path(HERE + "definitief/", intake.definitive, name="intake_definitive"),
    path(HERE + "bevestigen/", intake.confirm, name="intake_confirm"),
]
