"""What the field tells BOLS: advices, proposals and signatures (phases II and III)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Consultation."""

    name = "consultation"
    verbose_name = _("Consultation")

    def ready(self) -> None:
        """Registers what messages enclose, the decisions of the board, and what the demo tells."""
        from consultation import gates, gates_phase_3  # noqa: F401
        from consultation.demo.stages import register_stages
        from consultation.services import (  # noqa: F401
            distribution_kind,
            distribution_letters,
            preliminary_kind,
            preliminary_letters,
            round_letters,
        )

        distribution_kind.register_kind()
        preliminary_kind.register_kind()
        register_stages()
