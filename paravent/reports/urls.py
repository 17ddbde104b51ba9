"""Addresses of reports."""

from django.urls import path

from paravent.reports import views

app_name = "reports"
urlpatterns = [
    path("report/", views.report, name="report"),
    path("reports/", views.desk, name="desk"),
    path("reports/<uuid:report_id>/answer/", views.answer, name="answer"),
]
