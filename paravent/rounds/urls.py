"""Addresses of rounds."""

from django.urls import path

from paravent.rounds import views

app_name = "rounds"
urlpatterns = [
    path("research/<uuid:study_id>/rounds/", views.of_study, name="of_study"),
    path("research/<uuid:study_id>/rounds/<uuid:agreement_id>/agree/", views.agree, name="agree"),
    path("research/<uuid:study_id>/rounds/<uuid:agreement_id>/<int:after>/", views.model, name="model"),
]
