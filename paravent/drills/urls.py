"""Addresses of drills."""

from django.urls import path

from paravent.drills import views

app_name = "drills"
urlpatterns = [
    path("drills/", views.mine, name="mine"),
    path("drills/about/", views.about, name="about"),
    path("drills/teams/", views.teams, name="teams"),
    path("drills/practise/", views.practise, name="practise"),
    path("drills/forget/", views.forget, name="forget"),
    path("drills/statements/", views.statements, name="statements"),
    path("drills/credential/", views.credential, name="credential"),
    path("drills/record/", views.own_record, name="own_record"),
    path("drills/teams/record/", views.practice_record, name="practice_record"),
    # did:web looks here, and nowhere else.
    path(".well-known/did.json", views.issuer, name="issuer"),
    path("today/<uuid:drill_id>/", views.drill, name="drill"),
    path("today/<uuid:drill_id>/report/", views.report, name="report"),
]
