"""Addresses of emergencies and their reviews."""

from django.urls import path

from paravent.emergency import views

app_name = "emergency"
urlpatterns = [
    path("files/<uuid:patient_id>/break-glass/", views.break_glass, name="break"),
    path("desk/", views.desk, name="desk"),
    path("desk/reviews/<uuid:glass_id>/", views.review, name="review"),
]
