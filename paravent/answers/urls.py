"""Addresses of answers."""

from django.urls import path

from paravent.answers import views

app_name = "answers"
urlpatterns = [
    path("research/<uuid:study_id>/answers/", views.study, name="study"),
]
