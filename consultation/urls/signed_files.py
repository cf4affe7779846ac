"""Addresses of phase III: signed files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
