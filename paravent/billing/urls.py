"""Addresses of billing."""

from django.urls import path

from paravent.billing import views

app_name = "billing"
urlpatterns = [
    path("join/<uuid:visit_id>/bills/", views.own, name="own"),
    path("visits/<uuid:visit_id>/billing/", views.visit, name="visit"),
    path("visits/<uuid:visit_id>/billing/take-back/", views.take_back, name="take_back"),
    path("patients/<uuid:patient_id>/coverage/", views.coverage, name="coverage"),
    path("billing/", views.quarter, name="quarter"),
    path("billing/cases/", views.cases, name="cases"),
    path("billing/practice/", views.practice, name="practice"),
    path("billing/prices/", views.prices, name="prices"),
    path("billing/numbers/", views.numbers, name="numbers"),
    path("rights/erased/", views.of_erased, name="of_erased"),
    path("billing/bills/", views.bills, name="bills"),
    path("billing/bills/<uuid:bill_id>/", views.bill, name="bill"),
    path("billing/bills/<uuid:bill_id>/invoice-<slug:language>.pdf", views.invoice, name="invoice"),
    path("billing/bills/<slug:quarter>.csv", views.table, name="table"),
    path("billing/bills/<slug:quarter>.json", views.bundle, name="bundle"),
]
