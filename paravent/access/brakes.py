"""What a brake leaves possible. Pure: no Django. For whom one is on stands in `people_brake`; the gate asks here."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from paravent.access.purposes import may_act
from paravent.access.terms import SHOWN_FOR, Brake, BrakeKind, Decision, Purpose, Role, allow, refuse

OPENS_FILES = {
    "chart.open",
    "document.open",
    "file.export",
    "file.print",
    "file.copy",
    "mandate.give",
    "program.start",
    "token.give",
}
"""What asks for the passkey again: a file opened, copied or taken out, a program let in or coming back."""


def may_act_paused(
    brakes: Iterable[Brake], act: str, purpose: Purpose, *, visit: UUID | None, patient: UUID | None
) -> Decision:
    """Whoever is paused does what the table lists for `paused`; one in a consultation also what belongs to it."""
    pause = next((one for one in brakes if one.kind == BrakeKind.PAUSE), None)
    if pause is None or may_act({Role.PAUSED}, act, purpose).allowed:
        return allow("listed")
    belongs = (pause.visit is not None and pause.visit == visit) or (
        pause.patient is not None and pause.patient == patient
    )
    return allow("own-visit") if belongs else refuse("account-paused")


def may_act_without_passkey(
    brakes: Iterable[Brake], act: str, purpose: Purpose, *, shown_at: datetime | None, now: datetime
) -> Decision:
    """Whoever has to show their passkey opens no file before they did, since the brake is on and lately; an emergency does not wait."""
    step_up = next((one for one in brakes if one.kind == BrakeKind.STEP_UP), None)
    if step_up is None or act not in OPENS_FILES or purpose == Purpose.EMERGENCY:
        return allow("listed")
    was_shown = shown_at is not None and shown_at >= step_up.since and now - shown_at <= SHOWN_FOR
    return allow("passkey-shown") if was_shown else refuse("passkey-needed")
