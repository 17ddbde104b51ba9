"""Addresses of answers."""

from django.urls import path

from paravent.answers import views

app_name = "answers"
urlpatterns = [
    path("research/budgets/", views.budgets, name="budgets"),
    path("research/<uuid:study_id>/answers/", views.study, name="study"),
    path("research/<uuid:study_id>/answers/budget/", views.give_budget, name="give_budget"),
]
