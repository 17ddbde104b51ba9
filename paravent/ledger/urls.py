"""Addresses of the log: C2SP tlog-tiles below /ledger/."""

from django.urls import path

from paravent.ledger import views

app_name = "ledger"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("checkpoint/<int:size>", views.checkpoint_at, name="checkpoint_at"),
    path("cosignature", views.cosignature, name="cosignature"),
    path("tile/<path:path>", views.tile, name="tile"),
]
