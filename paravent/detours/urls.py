"""Addresses of detours."""

from django.urls import path

from paravent.detours import views

app_name = "detours"
urlpatterns = [
    path("detours/", views.trend, name="trend"),
    path("detours/count/", views.count, name="count"),
    path("visits/<uuid:visit_id>/elsewhere/", views.elsewhere, name="elsewhere"),
    path("visits/<uuid:visit_id>/elsewhere/kept/", views.owned_up, name="owned_up"),
]
