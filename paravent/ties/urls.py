"""Addresses of ties."""

from django.urls import path

from paravent.ties import views

app_name = "ties"
urlpatterns = [
    path("ties/", views.mine, name="mine"),
    path("ties/declare/<uuid:patient_id>/", views.declare, name="declare"),
    path("ties/withdraw/<uuid:declaration_id>/", views.withdraw, name="withdraw"),
    path("notables/", views.notables, name="notables"),
    path("notables/add/<uuid:patient_id>/", views.add, name="add"),
    path("notables/decide/<uuid:notable_id>/", views.decide, name="decide"),
    path("notables/end/<uuid:notable_id>/", views.end, name="end"),
    path("patients/<uuid:patient_id>/propose-notable/", views.propose, name="propose"),
    path("staff/<uuid:person_id>/home/", views.home, name="home"),
]
