"""Addresses of programs' pages, and those that programs ask."""

from django.urls import URLPattern, path

from paravent.programs import api, views

app_name = "programs"
urlpatterns: list[URLPattern] = [
    path("programs/", views.programs, name="programs"),
    path("programs/register/", views.register, name="register"),
    path("programs/<uuid:program_id>/approve/", views.approve, name="approve"),
    path("programs/<uuid:program_id>/revoke/", views.revoke, name="revoke"),
    path("programs/<uuid:program_id>/start/<uuid:patient_id>/", views.start, name="start"),
    path("programs/mine/", views.mine, name="mine"),
    path("programs/mine/<uuid:mandate_id>/withdraw/", views.withdraw, name="withdraw"),
    path("programs/authorize", views.authorize, name="authorize"),
    path("programs/token", api.token, name="token"),
    path("programs/introspect", api.introspect, name="introspect"),
    path("programs/revoke", api.give_back, name="give_back"),
    path("programs/keys", api.keys, name="keys"),
    path("fhir/R4/.well-known/smart-configuration", api.configuration, name="configuration"),
    path(".well-known/oauth-authorization-server", api.configuration, name="metadata"),
    path(".well-known/openid-configuration", api.configuration, name="openid"),
]
