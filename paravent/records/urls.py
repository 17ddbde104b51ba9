"""Addresses of files."""

from django.urls import path

from paravent.records import views

app_name = "records"
urlpatterns = [
    path("<uuid:patient_id>/", views.chart, name="chart"),
    path("<uuid:patient_id>/documents/<str:fhir_id>/", views.document, name="document"),
]
