"""Addresses of texts in doubt."""

from django.urls import path

from paravent.doubts import views

app_name = "doubts"
urlpatterns = [
    path("texts/", views.queue, name="queue"),
    path("texts/<uuid:doubt_id>/", views.text, name="text"),
]
