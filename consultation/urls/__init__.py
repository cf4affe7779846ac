"""Addresses of consultation, one file an area."""

from django.urls import include, path

AREAS = (
    "rounds",
    "advices",
    "focus",
    "meetings",
    "proposal_tests",
    "workbench",
    "distribution",
    "suggestions",
    "proposals",
    "decided",
    "divisions",
    "recognitions",
    "regions",
    "region_workbooks",
    "clusters",
    "signing",
    "signed_files",
    "mediations",
    "preliminary",
)

urlpatterns = [path("", include(f"consultation.urls.{area}")) for area in AREAS]
