"""What the field tells BOLS: advices, proposals and signatures (phases II and III)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Consultation."""

    name = "consultation"
    verbose_name = _("Consultation")

    def ready(self) -> None:
        """Registers what messages enclose, the decision of phase II, and what the demo tells."""
        from consultation import gates  # noqa: F401
        from consultation.demo.stages import register_stages
        from consultation.services import distribution_letters, round_letters  # noqa: F401
        from consultation.services.distribution_kind import register_kind

        register_kind()
        register_stages()
