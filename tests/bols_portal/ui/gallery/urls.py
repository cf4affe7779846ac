"""Addresses of the gallery: one page with every component, used by tests only."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from tests.bols_portal.ui.gallery import data

PAGES = Path(__file__).with_name("templates")


def render(name: str, request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """Draw one of the gallery's own templates with the portal's engine."""
    template = engines["django"].from_string((PAGES / f"{name}.html").read_text())
    return HttpResponse(template.render(context, request))


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    return render("gallery", request, data.context())


@login_not_required
def table(request: HttpRequest) -> HttpResponse:
    """A page as they really are: a table with its explanation and the help beside it."""
    return render("table", request, data.context())


@login_not_required
def edit(request: HttpRequest) -> HttpResponse:
    """A page with a table to fill in."""
    return render("edit", request, data.context())


@login_not_required
def job(request: HttpRequest) -> HttpResponse:
    """The progress of the job in the gallery, as htmx asks it."""
    return render("job", request, data.context())


@login_not_required
def why(request: HttpRequest, code: str, region: str) -> HttpResponse:
    """The explanation of a number, alone for htmx and as a page without script."""
    name = "why" if request.headers.get("HX-Request") else "table"
    return render(name, request, {**data.context(), "why": data.explanation(code, region)})


urlpatterns = [
    path("", gallery, name="home"),
    path("table", table),
    path("edit", edit),
    path("job", job),
    path("why/<code>/<region>", why),
    path("i18n/", include("django.conf.urls.i18n")),
]
