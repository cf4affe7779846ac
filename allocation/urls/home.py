"""Addresses: home."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
]
