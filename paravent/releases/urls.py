"""Addresses of releases. `$export` and what it leads to are those of FHIR Bulk Data (docs/spec/releases.md)."""

from django.urls import path

from paravent.releases import api, views

app_name = "releases"
urlpatterns = [
    path("research/<uuid:study_id>/releases/", views.of_study, name="of_study"),
    path("research/<uuid:study_id>/recipients/", views.name_recipient, name="name_recipient"),
    path(
        "research/<uuid:study_id>/recipients/<uuid:recipient_id>/decide/",
        views.decide_recipient,
        name="decide_recipient",
    ),
    path("research/<uuid:study_id>/recipients/<uuid:recipient_id>/end/", views.end_recipient, name="end_recipient"),
    path("releases/<uuid:release_id>/", views.one, name="one"),
    path("releases/<uuid:release_id>/decide/", views.decide, name="decide"),
    path("releases/<uuid:release_id>/begin/", views.begin, name="begin"),
    path("releases/<uuid:release_id>/coarser/<int:number>/", views.coarser, name="coarser"),
    path("releases/<uuid:release_id>/give-back/", views.give_back, name="give_back"),
    path("releases/<uuid:release_id>/<int:number>.ndjson", views.file, name="file"),
    path("releases/<uuid:release_id>/dossier.json", views.dossier, name="dossier"),
    path("releases/<uuid:release_id>/dossier.pdf", views.on_paper, name="on_paper"),
    path("releases/<uuid:release_id>/dossier.receipt", views.proof, name="proof"),
    # For recipients, by their own key.
    path("releases/token", api.token, name="token"),
    path("releases/<uuid:release_id>/.well-known/smart-configuration", api.configuration, name="configuration"),
    path("releases/<uuid:release_id>/$export", api.kick_off, name="kick_off"),
    path("releases/<uuid:release_id>/status/", api.status, name="status"),
    path("releases/<uuid:release_id>/fetch/<int:number>.ndjson", api.fetch, name="fetch"),
    path("releases/<uuid:release_id>/fetch/dossier.json", api.fetch_dossier, name="fetch_dossier"),
    path("releases/<uuid:release_id>/fetch/dossier.receipt", api.fetch_proof, name="fetch_proof"),
    path("releases/<uuid:release_id>/why/<slug:stop>.ndjson", api.why, name="why"),
    path("releases/<uuid:release_id>/deleted/<uuid:batch_id>.ndjson", api.removals, name="removals"),
    path("releases/<uuid:release_id>/deleted/<uuid:batch_id>/acknowledged/", api.acknowledged, name="acknowledged"),
    path(
        "releases/<uuid:release_id>/deleted/<uuid:batch_id>.receipt", api.fetch_acknowledgement, name="acknowledgement"
    ),
]
