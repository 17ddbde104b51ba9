"""Addresses of the consultation itself."""

from django.urls import path

from paravent.calls import views
from paravent.calls.consumers import RoomConsumer

app_name = "calls"
urlpatterns = [
    path("visits/<uuid:visit_id>/", views.consult, name="consult"),
    path("join/<uuid:visit_id>/", views.guest, name="guest"),
]

websocket_urlpatterns = [
    path("ws/visits/<uuid:visit_id>/", RoomConsumer.as_asgi()),
    # Below /join/<visit>/, so that the guest's cookie, which is sent nowhere else, comes along.
    path("join/<uuid:visit_id>/socket/", RoomConsumer.as_asgi()),
]
