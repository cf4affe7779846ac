"""Minutes of invented meetings, as pdf."""

from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.demo.invented import NOTICE
from allocation.services.pdf import pdf_of

BODY = """#heading(told.title)
#told.met \\
#told.present

#told.text
"""
BOARD = "Vergadering van het bestuur"
PRESENT = "Aanwezig: D. van Houten, E. Brouwer, F. Haddou."


def minutes(
    title: str, day: str, text: str, *, meeting: str = BOARD, present: str = PRESENT
) -> SimpleUploadedFile:
    """A short pdf of a meeting, as its secretary would upload it."""
    told = {
        "title": title,
        "met": f"{meeting}, {day}.",
        "present": present,
        "text": text,
        "footer": NOTICE,
    }
    content = pdf_of(BODY, told)
    return SimpleUploadedFile("notulen.pdf", content, "application/pdf")
