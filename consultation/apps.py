"""What the field tells BOLS: advices, proposals and signatures (phases II and III)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Consultation."""

    name = "consultation"
    verbose_name = _("Consultation")

    def ready(self) -> None:
        """Registers exit checks, what messages enclose, and the decision of phase II."""
        from consultation import gates  # noqa: F401
        from consultation.services import distribution_letters, round_letters  # noqa: F401
        from consultation.services.distribution_kind import register_kind

        register_kind()
