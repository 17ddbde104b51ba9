"""What is done about releases. One function, one use case, one line in the log; no line of a researcher names a patient."""

from paravent.releases.operations.asking import (
    ask_for_release,
    decide_release,
    list_releases,
    measure_release,
    see_release,
)
from paravent.releases.operations.fetching import (
    acknowledge_removals,
    begin_for_recipient,
    fetch_acknowledgement,
    fetch_dossier,
    fetch_file,
    fetch_proof,
    fetch_removals,
    give_back_for_recipient,
    let_in,
    see_for_recipient,
)
from paravent.releases.operations.making import (
    begin_release,
    finish_release,
    make_part,
    make_release,
    plan_release,
    vouch_for_release,
    waiting_releases,
)
from paravent.releases.operations.naming import decide_recipient, end_recipient, name_recipient
from paravent.releases.operations.taking import forget_files, give_back, take_dossier, take_file, take_proof

__all__ = [
    "acknowledge_removals",
    "ask_for_release",
    "begin_for_recipient",
    "begin_release",
    "decide_recipient",
    "decide_release",
    "end_recipient",
    "fetch_acknowledgement",
    "fetch_dossier",
    "fetch_file",
    "fetch_proof",
    "fetch_removals",
    "finish_release",
    "forget_files",
    "give_back",
    "give_back_for_recipient",
    "let_in",
    "list_releases",
    "make_part",
    "make_release",
    "measure_release",
    "name_recipient",
    "plan_release",
    "see_for_recipient",
    "see_release",
    "take_dossier",
    "take_file",
    "take_proof",
    "vouch_for_release",
    "waiting_releases",
]
