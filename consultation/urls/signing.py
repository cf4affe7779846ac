"""Addresses of phase III: signing."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
