"""Addresses of emergencies and their reviews."""

from django.urls import path

from paravent.emergency import views

app_name = "emergency"
urlpatterns = [
    path("files/<uuid:patient_id>/break-glass/", views.break_glass, name="break"),
    path("emergencies/", views.openings, name="openings"),
    path("emergencies/<uuid:glass_id>/review/", views.review, name="review"),
]
