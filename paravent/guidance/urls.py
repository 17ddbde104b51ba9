"""Addresses of guidance."""

from django.urls import path

from paravent.guidance import views

app_name = "guidance"
urlpatterns = [
    path("guidance/", views.effects, name="effects"),
    path("guidance/dismiss/", views.dismiss, name="dismiss"),
    path("guidance/bring-back/", views.bring_back, name="bring_back"),
    path("visits/<uuid:visit_id>/guidance/recipient/", views.recipient, name="recipient"),
    path("visits/<uuid:visit_id>/guidance/note/", views.third_person, name="third_person"),
]
