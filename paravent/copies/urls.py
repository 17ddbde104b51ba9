"""Addresses of what leaves a file."""

from django.urls import path

from paravent.access.terms import Purpose
from paravent.copies import views

app_name = "copies"
urlpatterns = [
    path("files/<uuid:patient_id>/export/", views.export, name="export"),
    path("files/<uuid:patient_id>/print/", views.printed, name="print"),
    path("files/<uuid:patient_id>/documents/<str:fhir_id>/copy/", views.copy, name="copy"),
    path("files/<uuid:patient_id>/copied/", views.copied, name="copied"),
    path(
        "files/<uuid:patient_id>/emergency/copied/",
        views.copied,
        {"purpose": Purpose.EMERGENCY},
        name="copied_in_emergency",
    ),
    path("desk/copies/", views.desk, name="desk"),
]
