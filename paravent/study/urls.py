"""Addresses of the survey."""

from django.urls import path

from paravent.study import views

app_name = "study"
urlpatterns = [
    path("survey/", views.survey, name="survey"),
    path("survey/open/", views.open_, name="open"),
    path("survey/practice/", views.state, name="state"),
    path("survey/close/", views.close, name="close"),
    path("survey/<uuid:wave_id>/answer/", views.answer, name="answer"),
    path("survey/<uuid:wave_id>/", views.results, name="results"),
    path("survey/<uuid:wave_id>/pdf/", views.pdf, name="pdf"),
    path("survey/<uuid:wave_id>/csv/", views.csv, name="csv"),
]
