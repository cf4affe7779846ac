"""The context processor behind ``templates/base.html``."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bols_portal.ui.navigation import navigation_for


def portal(request: HttpRequest) -> dict[str, Any]:
    """``demo_mode`` (show the banner) and ``nav`` (a Navigation, worked out only when a template
    shows it).
    """
    return {
        "demo_mode": bool(getattr(settings, "DEMO", False)),
        "nav": SimpleLazyObject(lambda: navigation_for(request)),
    }
