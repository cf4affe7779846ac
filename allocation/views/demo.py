"""The page that explains the demo, and its files to practise with. There in demo mode alone."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from allocation.demo.files import FILES, FOLDER, XLSX
from allocation.demo.stages import stages, starts_of_phases


@login_not_required
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What the demo holds, who to be to do what, and how to start over."""
    context = {
        "files": [(name, title, reverse("demo_file", args=[name])) for name, title in _files()],
        "stages": [(stage.name, stage.title) for stage in stages()],
        "phases": sorted(starts_of_phases()),
        "until": settings.DEMO_UNTIL,
    }
    return render(request, "allocation/demo/about.html", context)


def _files() -> list[tuple[str, object]]:
    return [(name, title) for name, (title, _content) in FILES.items()]


@login_not_required
@require_GET
def file(request: HttpRequest, name: str) -> FileResponse:
    """A file to practise with: invented from beginning to end, so anyone may have it."""
    path = Path(settings.VAR) / FOLDER / name
    if name not in FILES or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)
