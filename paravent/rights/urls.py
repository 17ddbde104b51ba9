"""Addresses of requests."""

from django.urls import path

from paravent.rights import views

app_name = "rights"
urlpatterns = [
    path("join/<uuid:visit_id>/rights/", views.own, name="own"),
    path("join/<uuid:visit_id>/rights/telling/", views.telling, name="telling"),
    path("something-new/", views.something_new, name="something_new"),
    path("rights/", views.desk, name="desk"),
    path("rights/enter/<uuid:patient_id>/", views.enter, name="enter"),
    path("rights/corrections/", views.corrections, name="corrections"),
    path("rights/pick-up/", views.pick_up, name="pick_up"),
    path("rights/<uuid:request_id>/", views.one, name="one"),
    path("rights/<uuid:request_id>/extend/", views.extend, name="extend"),
    path("rights/<uuid:request_id>/answer/", views.answer, name="answer"),
    path("rights/<uuid:request_id>/hand-out/", views.hand_out, name="hand_out"),
    path("rights/<uuid:request_id>/withhold/", views.withhold, name="withhold"),
    path("rights/<uuid:request_id>/tell/<uuid:person>/", views.tell_name, name="tell_name"),
    path("rights/<uuid:request_id>/restrict/", views.restrict, name="restrict"),
    path("rights/<uuid:request_id>/lift/", views.lift, name="lift"),
    path("rights/<uuid:request_id>/correct/", views.correct, name="correct"),
]
