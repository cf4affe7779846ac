"""Texts of mails: from an editable file to a draft, and from the released text to a letter.

`templates/emails/<key>.nl.txt` and `.en.txt`: the first line is the subject, the rest the text.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation

LANGUAGES = ("nl", "en")
SUBJECT_LENGTH = 200  # as the columns that keep it


@dataclass(frozen=True, slots=True)
class Draft:
    """A text in both languages, as `prepare_mailing` takes it."""

    subject: str
    body: str
    subject_en: str = ""
    body_en: str = ""


def draft(key: str, **facts: Any) -> Draft:
    """The text of this key with the facts filled in; English may be missing, Dutch may not."""
    subject, body = _rendered(key, "nl", facts)
    try:
        subject_en, body_en = _rendered(key, "en", facts)
    except TemplateDoesNotExist:
        subject_en, body_en = "", ""
    return Draft(subject, body, subject_en, body_en)


def with_footer(
    body: str, *, capacity: str, language: str, is_demo: bool, in_portal: bool = True
) -> str:
    """The whole text of a mail: what was released and, below it, why one gets it.

    `in_portal`: whether the recipient has an account, and so can read it there again.
    """
    with translation.override(language):
        footer = _plain(
            "emails/footer.txt",
            {
                "capacity": capacity,
                "site": settings.SITE_URL,
                "is_demo": is_demo,
                "in_portal": in_portal,
            },
        )
    return f"{body.strip()}\n\n-- \n{footer.strip()}\n"


def as_html(text: str, *, subject: str, language: str) -> str:
    """The same text as simple HTML: paragraphs and links, nothing else."""
    with translation.override(language):
        content, _, footer = text.partition("\n-- \n")
        return render_to_string(
            "emails/letter.html",
            {"subject": subject, "content": content, "footer": footer, "language": language},
        )


def _rendered(key: str, language: str, facts: dict[str, Any]) -> tuple[str, str]:
    with translation.override(language):
        text = _plain(f"emails/{key}.{language}.txt", {"site": settings.SITE_URL, **facts})
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split())[:SUBJECT_LENGTH], body.strip() + "\n"


def _plain(name: str, facts: dict[str, Any]) -> str:
    """A text file rendered without the escapes that HTML needs."""
    rendered: str = get_template(name).template.render(Context(facts, autoescape=False))  # type: ignore[attr-defined]
    return rendered
