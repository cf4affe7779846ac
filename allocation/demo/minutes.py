"""Minutes of the invented board meetings, as pdf."""

from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.demo.invented import NOTICE
from allocation.services.pdf import pdf_of

BODY = """#heading(told.title)
#told.met \\
#told.present

#told.text
"""
PRESENT = "Aanwezig: D. van Houten, E. Brouwer, F. Haddou."


def minutes(title: str, day: str, text: str) -> SimpleUploadedFile:
    """A short pdf of a meeting, as the bureau would upload it."""
    told = {
        "title": title,
        "met": f"Vergadering van het bestuur, {day}.",
        "present": PRESENT,
        "text": text,
        "footer": NOTICE,
    }
    content = pdf_of(BODY, told)
    return SimpleUploadedFile("notulen.pdf", content, "application/pdf")
