"""Addresses of vigilance."""

from django.urls import path

from paravent.vigilance import views

app_name = "vigilance"
urlpatterns = [
    path("vigilance/", views.desk, name="desk"),
    path("vigilance/budget/", views.budget, name="budget"),
    path("vigilance/brakes/", views.set_brakes, name="set_brakes"),
    path("vigilance/brakes/<uuid:brake_id>/lift/", views.lift_brake, name="lift_brake"),
    path("vigilance/mine/", views.mine, name="mine"),
    path("vigilance/explanations/", views.explanations, name="explanations"),
    path("vigilance/explanations/<slug:name>/", views.decide_explanation, name="decide-explanation"),
    path("vigilance/explanations/<uuid:explanation_id>/take-back/", views.take_back, name="take-back"),
    path("vigilance/questions/<uuid:question_id>/", views.answer, name="answer"),
    path("vigilance/cases/<uuid:case_id>/", views.case, name="case"),
    path("vigilance/cases/<uuid:case_id>/ask/<uuid:entry_id>/", views.ask, name="ask"),
    path("vigilance/cases/<uuid:case_id>/brake/", views.put_brake, name="put_brake"),
    path("vigilance/cases/<uuid:case_id>/decide/", views.decide, name="decide"),
    path("vigilance/cases/<uuid:case_id>/confirm/", views.confirm, name="confirm"),
]
