"""Addresses of files."""

from django.urls import path

from paravent.access.terms import Purpose
from paravent.records import views

app_name = "records"
urlpatterns = [
    path("", views.patients, name="patients"),
    path("<uuid:patient_id>/", views.chart, name="chart"),
    path("<uuid:patient_id>/emergency/", views.emergency, name="emergency"),
    path(
        "<uuid:patient_id>/emergency/documents/<str:fhir_id>/",
        views.document,
        {"purpose": Purpose.EMERGENCY},
        name="emergency_document",
    ),
    path("<uuid:patient_id>/documents/<str:fhir_id>/label/", views.relabel, name="relabel"),
    path("<uuid:patient_id>/documents/<str:fhir_id>/", views.document, name="document"),
]
