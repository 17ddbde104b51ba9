"""What people do with visits. One function, one use case, one line in the log."""

from paravent.visits.operations.accepting import accept_document, accept_vital, assign_patient, keep_anyway
from paravent.visits.operations.booking import (
    book_visit,
    cancel_visit,
    list_day,
    see_visit,
    start_now,
)
from paravent.visits.operations.comparing import compare_document, send_anyway
from paravent.visits.operations.ending import end_visit, read_summary, take_receipt
from paravent.visits.operations.erasing import (
    consider_erasure,
    erase_patient,
    find_for_erasure,
    list_erasures,
    renew_patient_key,
)
from paravent.visits.operations.forgetting import forget_connections, forget_old_lines
from paravent.visits.operations.inviting import (
    MailNotConfigured,
    closed_link,
    link_of,
    present_invitation,
    renew_invitation,
    revoke_invitation,
    send_invitation,
    show_invitation,
    tell_of_link,
)
from paravent.visits.operations.keeping_out import keep_out, let_in
from paravent.visits.operations.notes import amend_note, read_note, sign_note, write_note
from paravent.visits.operations.room import (
    admit_party,
    enter_room,
    get_ready,
    leave_room,
    remove_party,
    room_of,
    who_is_there,
    withdraw_consent,
)

__all__ = [
    "MailNotConfigured",
    "accept_document",
    "accept_vital",
    "admit_party",
    "amend_note",
    "assign_patient",
    "book_visit",
    "cancel_visit",
    "closed_link",
    "compare_document",
    "consider_erasure",
    "end_visit",
    "enter_room",
    "erase_patient",
    "find_for_erasure",
    "forget_connections",
    "forget_old_lines",
    "get_ready",
    "keep_anyway",
    "keep_out",
    "leave_room",
    "let_in",
    "link_of",
    "list_day",
    "list_erasures",
    "present_invitation",
    "read_note",
    "read_summary",
    "remove_party",
    "renew_invitation",
    "renew_patient_key",
    "revoke_invitation",
    "room_of",
    "see_visit",
    "send_anyway",
    "send_invitation",
    "show_invitation",
    "sign_note",
    "start_now",
    "take_receipt",
    "tell_of_link",
    "who_is_there",
    "withdraw_consent",
    "write_note",
]
