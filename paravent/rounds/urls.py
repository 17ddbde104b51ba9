"""Addresses of rounds."""

from django.urls import path, re_path

from paravent.rounds import api, views

app_name = "rounds"
DIGEST = "[0-9a-f]{64}"
urlpatterns = [
    path("research/<uuid:study_id>/rounds/", views.of_study, name="of_study"),
    path("research/<uuid:study_id>/rounds/<uuid:agreement_id>/agree/", views.agree, name="agree"),
    path("research/<uuid:study_id>/rounds/<uuid:agreement_id>/<int:after>/", views.model, name="model"),
    re_path(rf"^rounds/(?P<digest>{DIGEST})/letters/$", api.letters, name="letters"),
    re_path(rf"^rounds/(?P<digest>{DIGEST})/letters/(?P<letter_digest>{DIGEST})/$", api.letter, name="letter"),
]
