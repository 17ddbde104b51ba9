"""Addresses of visits. The consultation's own pages belong to calls."""

from django.urls import path

from paravent.visits.consumers import DayConsumer
from paravent.visits.views import documents, erasing, guests, staff

app_name = "visits"
urlpatterns = [
    path("today/", staff.day, name="day"),
    path("visits/start/", staff.start, name="start"),
    path("visits/book/", staff.book, name="book"),
    path("visits/taken/", staff.taken, name="taken"),
    path("visits/find-patient/", staff.find_patient, name="find_patient"),
    path("visits/new-patient/", staff.new_patient, name="new_patient"),
    path("visits/<uuid:visit_id>/invitation/", staff.invitation, name="invitation"),
    path("visits/<uuid:visit_id>/invitation/renew/", staff.renew_invitation, name="renew_invitation"),
    path("visits/<uuid:visit_id>/invitation/revoke/", staff.revoke_invitation, name="revoke_invitation"),
    path("visits/<uuid:visit_id>/invitation/send/", staff.send_invitation, name="send_invitation"),
    path("visits/<uuid:visit_id>/visit.ics", staff.calendar, name="calendar"),
    path("visits/<uuid:visit_id>/cancel/", staff.cancel, name="cancel"),
    path("visits/<uuid:visit_id>/waiting/", staff.waiting, name="waiting"),
    path("visits/<uuid:visit_id>/others-waiting/", staff.waiting_count, name="waiting_count"),
    path("visits/<uuid:visit_id>/admit/", staff.admit, name="admit"),
    path("visits/<uuid:visit_id>/remove/", staff.remove, name="remove"),
    path("visits/<uuid:visit_id>/assign/", staff.assign, name="assign"),
    path("visits/<uuid:visit_id>/refer/", staff.refer, name="refer"),
    path("visits/<uuid:visit_id>/verify/", staff.verify, name="verify"),
    path("visits/<uuid:visit_id>/note/", documents.note, name="note"),
    path("visits/<uuid:visit_id>/note/sign/", documents.sign, name="sign_note"),
    path("visits/<uuid:visit_id>/note/amend/", documents.amend, name="amend_note"),
    path("visits/<uuid:visit_id>/accepted/", documents.accept, name="accept"),
    path("visits/<uuid:visit_id>/take/", documents.take, name="take"),
    path("visits/<uuid:visit_id>/compared/", documents.compare, name="compare"),
    path("visits/<uuid:visit_id>/sent-anyway/", documents.sent_anyway, name="sent_anyway"),
    path("visits/<uuid:visit_id>/end/", documents.end, name="end"),
    path("erasures/", erasing.erasures, name="erasures"),
    path("erasures/<uuid:patient_id>/", erasing.erase, name="erase"),
    path("join/", guests.join, name="join"),
    path("join/present/", guests.present, name="present"),
    path("join/<uuid:visit_id>/ready/", guests.get_ready, name="get_ready"),
    path("join/<uuid:visit_id>/leave/", guests.leave, name="leave"),
    path("join/<uuid:visit_id>/receipts/<uuid:entry_id>/", guests.receipt, name="receipt"),
    path("join/<uuid:visit_id>/keep-out/", guests.keep_out, name="keep_out"),
    path("join/<uuid:visit_id>/let-in/", guests.let_in, name="let_in"),
    path("join/<uuid:visit_id>/withdraw/", guests.withdraw, name="withdraw"),
]

websocket_urlpatterns = [path("ws/day/", DayConsumer.as_asgi())]
