"""Addresses of breaches."""

from django.urls import path

from paravent.breaches import views

app_name = "breaches"
urlpatterns = [
    path("breaches/", views.breaches, name="breaches"),
    path("breaches/<uuid:breach_id>/", views.breach, name="breach"),
    path("breaches/<uuid:breach_id>/told/<slug:addressee>/", views.told, name="told"),
    path("breaches/<uuid:breach_id>/close/", views.close, name="close"),
    path("breaches/<uuid:breach_id>/notice-<slug:addressee>-<slug:language>.pdf", views.notice, name="notice"),
]
