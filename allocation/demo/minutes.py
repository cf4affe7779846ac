"""Minutes of the invented board meetings, as pdf."""

from pathlib import Path

import typst
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.demo.invented import NOTICE

FONTS = Path(settings.BASE_DIR) / "static" / "vendor" / "fonts"
TEMPLATE = """#set document(title: "{title}")
#set page(paper: "a4", margin: 25mm)
#set text(font: "Source Sans 3", size: 11pt, lang: "nl")
= {title}
Vergadering van het bestuur, {day}. \\
Aanwezig: D. van Houten, E. Brouwer, F. Haddou.

{text}

#v(1fr)
#text(size: 9pt)[{notice}]
"""


def minutes(title: str, day: str, text: str) -> SimpleUploadedFile:
    """A short pdf of a meeting, as the bureau would upload it."""
    source = TEMPLATE.format(title=title, day=day, text=text, notice=NOTICE)
    content = typst.compile(source.encode(), font_paths=[str(FONTS)])  # type: ignore[misc]  # its stub
    return SimpleUploadedFile("notulen.pdf", content, "application/pdf")
