"""What the field tells BOLS: advices, proposals and signatures (phases II and III)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Consultation."""

    name = "consultation"
    verbose_name = _("Consultation")
