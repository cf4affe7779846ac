"""Addresses of phase III: divisions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
