"""Addresses of the log: C2SP tlog-tiles below /ledger/."""

from django.urls import path

from paravent.ledger import views

app_name = "ledger"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("tile/<path:path>", views.tile, name="tile"),
]
