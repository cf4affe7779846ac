"""Addresses of phase III: signed files."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import signature_checks, signed_files

ONE = "toewijzing/<int:year>/fase-3/ondertekenen/<str:code>/<str:institution>/"
CHECKS = "toewijzing/<int:year>/fase-3/handtekeningen/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("formulier/", signed_files.find, name="find_code"),
    path(f"{ONE}formulier.pdf", signed_files.form, name="bols_form"),
    path(f"{ONE}inleveren/", signed_files.upload, name="sign_file"),
    path(f"{ONE}handtekening-<int:number>/bestand", signed_files.kept_file, name="signature_file"),
    path(f"{ONE}handtekening-<int:number>/", signature_checks.one, name="signature_check"),
    path(CHECKS, signature_checks.overview, name="signature_checks"),
]
