"""What people do about programs, and programs by what they were allowed. One function, one use case, one line in the log."""

from paravent.programs.operations.allowing import (
    consider_mandate,
    give_mandate,
    list_mandates,
    start_program,
    withdraw_mandate,
)
from paravent.programs.operations.keeping import approve_program, list_programs, register_program, revoke_program
from paravent.programs.operations.tokens import (
    access_of,
    end_after_theft,
    end_token,
    exchange_code,
    forget_tokens,
    issue_to_itself,
    look_up_token,
    refresh_token,
    sign_in_program,
)

__all__ = [
    "access_of",
    "approve_program",
    "consider_mandate",
    "end_after_theft",
    "end_token",
    "exchange_code",
    "forget_tokens",
    "give_mandate",
    "issue_to_itself",
    "list_mandates",
    "list_programs",
    "look_up_token",
    "refresh_token",
    "register_program",
    "revoke_program",
    "sign_in_program",
    "start_program",
    "withdraw_mandate",
]
