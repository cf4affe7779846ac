"""Django's registration of the shared user interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The app without models: template tags, form rendering and the page's context."""

    name = "bols_portal.ui"
    label = "ui"
