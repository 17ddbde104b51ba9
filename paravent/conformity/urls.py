"""Addresses of conformity."""

from django.urls import path

from paravent.conformity import views

app_name = "conformity"
urlpatterns = [
    path("conformity/", views.desk, name="desk"),
    path("conformity/check/", views.check, name="check"),
    path("conformity/<str:rule>/show/", views.show, name="show"),
    path("conformity/shown/<uuid:showing_id>/take-back/", views.take_back, name="take_back"),
    path("conformity/sbom.cdx.json", views.bill, name="bill"),
    path("conformity/report.pdf", views.on_paper, name="on_paper"),
]
