"""Addresses of the roster."""

from django.urls import path

from paravent.rosters import views

app_name = "rosters"
urlpatterns = [
    path("roster/", views.this_week, name="this_week"),
    path("roster/mine/", views.mine, name="mine"),
    path("roster/<str:name>/", views.week, name="week"),
    path("roster/<str:name>/add/", views.add, name="add"),
    path("roster/<str:name>/repeat/", views.repeat, name="repeat"),
    path("roster/<str:name>/upload/", views.upload, name="upload"),
    path("roster/<str:name>/remove/<uuid:duty_id>/", views.remove, name="remove"),
]
