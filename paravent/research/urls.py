"""Addresses of research."""

from django.urls import path

from paravent.research import views

app_name = "research"
urlpatterns = [
    path("join/<uuid:visit_id>/research/", views.own, name="own"),
    path("studies/", views.public, name="public"),
    path("research/", views.desk, name="desk"),
    path("research/new/", views.propose, name="propose"),
    path("research/budgets/", views.budgets, name="budgets"),
    path("research/<uuid:study_id>/", views.one, name="one"),
    path("research/<uuid:study_id>/decide/", views.decide, name="decide"),
    path("research/<uuid:study_id>/budget/", views.give_budget, name="give_budget"),
    path("research/<uuid:study_id>/end/", views.end, name="end"),
]
