"""Addresses of phase III: mediations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
