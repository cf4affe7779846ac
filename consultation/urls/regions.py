"""Addresses of phase III: regions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
