"""Addresses of staff and accounts. They come before allauth's own, so that what is closed here stays closed."""

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from paravent.people import views

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("staff/", views.staff, name="staff"),
    path("staff/add/", views.add, name="add"),
    path("staff/teams/add/", views.add_team, name="add_team"),
    path("staff/<uuid:person_id>/arrange/", views.arrange, name="arrange"),
    path("staff/<uuid:person_id>/leave/", views.leave, name="leave"),
    path("staff/<uuid:person_id>/renew/", views.renew, name="renew"),
    path("staff/<uuid:person_id>/end/", views.end, name="end"),
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("patients/<uuid:patient_id>/keep-out/", views.keep_out, name="keep_out"),
    path("patients/<uuid:patient_id>/let-in/", views.let_in, name="let_in"),
    path("patients/<uuid:patient_id>/works-here/", views.mark, name="mark"),
    path("account/", RedirectView.as_view(pattern_name="mfa_index")),
    path("account/enrol/", views.enrol, name="enrol"),
    path("account/show-passkey/", views.show_passkey, name="show_passkey"),
    path("account/sign-ins/", views.sign_ins, name="sign_ins"),
    path("account/sign-ins/end/", views.end_session, name="end_session"),
    path("account/set-up/", views.set_up, name="set_up"),
    path("account/password/set/", views.set_password, name="set_password"),
    re_path(r"^account/(?:signup|email|confirm-email|password/reset|login/code)/", views.closed, name="closed"),
]
