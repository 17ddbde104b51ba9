"""Addresses of uses."""

from django.urls import path

from paravent.uses import api, views

app_name = "uses"
urlpatterns = [
    path("research/<uuid:study_id>/uses/", views.of_study, name="of_study"),
    path("research/<uuid:study_id>/uses/<uuid:use_id>/code/", views.code, name="code"),
    path("research/uses/<uuid:use_id>/list/", views.letter, name="list"),
    path("research/<uuid:study_id>/uses/<uuid:use_id>/confirm/", views.confirm, name="confirm"),
    path("research/deleted/", api.manifest, name="manifest"),
    path("research/deleted/<uuid:batch_id>/", api.deleted, name="deleted"),
    path("research/deleted/<uuid:batch_id>/acknowledged/", api.acknowledged, name="acknowledged"),
    path("research/deleted/<uuid:batch_id>/receipt/", api.receipt, name="receipt"),
]
