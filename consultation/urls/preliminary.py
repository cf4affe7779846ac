"""Addresses of phase III: preliminary."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
