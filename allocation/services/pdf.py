"""Letters, receipts and reports as pdf: one frame for all that the portal prints.

Texts that people wrote come in as data, so that nothing in them is read as markup.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language

FONTS = Path(settings.BASE_DIR) / "static" / "vendor" / "fonts"
FRAME = """#let told = json(bytes(sys.inputs.told))
#set document(title: told.title, keywords: told.at("keywords", default: ()))
#set page(paper: "a4", margin: 22mm, flipped: told.at("landscape", default: false),
  footer: context text(size: 8pt)[#told.at("footer", default: "") #h(1fr)
  #counter(page).display() / #counter(page).final().first()])
#set text(font: "Source Sans 3", size: 10pt, lang: told.lang)
#set table(stroke: 0.4pt)
#show table.cell: it => text(hyphenate: false, it)
"""


def pdf_of(body: str, told: Mapping[str, Any], *, dated: datetime | None = None) -> bytes:
    """A pdf of `body` (typst) in which `told` is the data, in the language of the reader.

    `told` has a title, and may have a footer (left of the page numbers), landscape and keywords.
    With `dated` a document to keep and to sign: PDF/A-2a and PDF/UA-1, and the same bytes each
    time it is made.
    """
    data = json.dumps({"lang": (get_language() or "nl")[:2], **told})
    kept = {"timestamp": int(dated.timestamp()), "pdf_standards": ["a-2a", "ua-1"]} if dated else {}
    compiled: bytes = typst.compile(  # type: ignore[call-overload]  # its stub
        (FRAME + body).encode(), font_paths=[str(FONTS)], sys_inputs={"told": data}, **kept
    )
    return compiled
