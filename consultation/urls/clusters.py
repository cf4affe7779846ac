"""Addresses of phase III: clusters."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import cluster_files, cluster_region, clusters

HERE = "toewijzing/<int:year>/fase-3/"
REGION = f"{HERE}oor/<str:key>/clusters/"
ONE = f"{HERE}oor/<str:key>/cluster/<str:code>/"
VERSION = f"{ONE}versie-<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{HERE}clusters/", cluster_region.mine, name="my_clusters"),
    path(REGION, cluster_region.region_clusters, name="region_clusters"),
    path(f"{REGION}overnemen/", cluster_region.take_over_page, name="cluster_take_over"),
    path(ONE, clusters.cluster, name="cluster"),
    path(f"{ONE}invullen/", clusters.form, name="cluster_form"),
    path(f"{ONE}indienen/", clusters.file, name="cluster_file"),
    path(f"{ONE}terugsturen/", clusters.send_back, name="cluster_return"),
    path(f"{ONE}verslag.pdf", cluster_files.draft_report, name="cluster_draft_report"),
    path(VERSION, clusters.version, name="cluster_version"),
    path(f"{VERSION}verslag.pdf", cluster_files.report, name="cluster_report"),
    path(f"{VERSION}ontvangstbewijs.pdf", cluster_files.receipt_file, name="cluster_receipt"),
]
