"""Addresses: the workbench of FMS."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import workbench

HERE = "toewijzing/<int:year>/fase-2/werkbank/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, workbench.bench, name="workbench"),
    path(f"{HERE}beginnen/", workbench.begin, name="workbench_begin"),
    path(f"{HERE}bewaren/", workbench.save, name="workbench_save"),
    path(f"{HERE}stand/", workbench.state, name="workbench_state"),
    path(f"{HERE}overzetten/", workbench.rebase, name="workbench_rebase"),
    path(f"{HERE}werkbank.xlsx", workbench.download, name="workbench_download"),
]
