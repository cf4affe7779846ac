"""Regions, specialisms, institutions, associations and clusters: who takes part."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from allocation.enums import InstitutionKind


class Region(models.Model):
    """A training region (OOR). There is no number 5: 4 and 5 merged into NWN."""

    code = models.CharField(_("code"), max_length=4, unique=True)  # OO1 … OO8
    key = models.CharField(_("short name"), max_length=12, unique=True)  # NO, ON, Utrecht, …
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(unique=True)
    aliases = models.JSONField(default=list, blank=True)  # "OOR Amsterdam" for NWN

    class Meta:
        default_permissions = ()
        permissions = [
            ("coordinate", "Coordinates the region"),
        ]
        ordering = ["position"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return f"OOR {self.key}"


class Specialism(models.Model):
    """A medical specialism, in the order of the protocol's table 1."""

    code = models.CharField(_("code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(unique=True)
    vektis_code = models.CharField(max_length=4, blank=True)

    class Meta:
        default_permissions = ()
        permissions = [
            ("advise", "Advises on the specialism"),
        ]
        ordering = ["position"]
        verbose_name = _("specialism")
        verbose_name_plural = _("specialisms")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Institution(models.Model):
    """A training or other care institution (instelling)."""

    code = models.CharField(_("institution code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=150)
    city = models.CharField(_("place"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=InstitutionKind.choices)
    home_region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="institutions"
    )

    class Meta:
        default_permissions = ()
        permissions = [
            ("check_institution", "Checks recognitions and assignment"),
            ("sign", "Signs for the institution"),
        ]
        ordering = ["name"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return self.name


class Association(models.Model):
    """A scientific association (wetenschappelijke vereniging); also VSG and NVvO."""

    code = models.CharField(_("abbreviation"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=150)
    specialisms = models.ManyToManyField(Specialism, related_name="associations")

    class Meta:
        default_permissions = ()
        permissions = [
            ("advise", "Advises for the association"),
        ]
        ordering = ["code"]
        verbose_name = _("association")
        verbose_name_plural = _("associations")

    def __str__(self) -> str:
        return self.code


class Cluster(models.Model):
    """The trainers of one specialism in one region (opleidingscluster, RSO)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="clusters")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="clusters")

    class Meta:
        default_permissions = ()
        permissions = [
            ("chair", "Chairs the cluster"),
            ("train", "Trains in the cluster"),
        ]
        ordering = ["region__position", "specialism__position"]
        constraints = [
            models.UniqueConstraint(fields=["region", "specialism"], name="one_cluster_each"),
        ]

    def __str__(self) -> str:
        return f"{self.specialism} · {self.region}"
