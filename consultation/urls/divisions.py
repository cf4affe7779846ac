"""Addresses of phase III: a region's grid, and the capacity frames of its clusters."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import capacity, divisions

HERE = "toewijzing/<int:year>/fase-3/oor/<str:key>/verdeling/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, divisions.page, name="division"),
    path(f"{HERE}bewaren/", divisions.save, name="division_save"),
    path(f"{HERE}stand/", divisions.state, name="division_state"),
    path(f"{HERE}kader/<str:code>/", capacity.frames, name="capacity"),
]
