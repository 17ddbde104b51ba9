"""Addresses of releases. `$export` and what it leads to are those of FHIR Bulk Data (docs/spec/releases.md)."""

from django.urls import path

from paravent.releases import views

app_name = "releases"
urlpatterns = [
    path("research/<uuid:study_id>/releases/", views.of_study, name="of_study"),
    path("releases/<uuid:release_id>/", views.one, name="one"),
    path("releases/<uuid:release_id>/decide/", views.decide, name="decide"),
    path("releases/<uuid:release_id>/begin/", views.begin, name="begin"),
    path("releases/<uuid:release_id>/coarser/<int:number>/", views.coarser, name="coarser"),
    path("releases/<uuid:release_id>/give-back/", views.give_back, name="give_back"),
    path("releases/<uuid:release_id>/$export", views.kick_off, name="kick_off"),
    path("releases/<uuid:release_id>/status/", views.status, name="status"),
    path("releases/<uuid:release_id>/<int:number>.ndjson", views.file, name="file"),
    path("releases/<uuid:release_id>/dossier.json", views.dossier, name="dossier"),
    path("releases/<uuid:release_id>/dossier.pdf", views.on_paper, name="on_paper"),
    path("releases/<uuid:release_id>/dossier.receipt", views.proof, name="proof"),
]
