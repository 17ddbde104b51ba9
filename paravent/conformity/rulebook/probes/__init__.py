"""Every probe, by its name: the function's, with hyphens."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from paravent.conformity.rulebook.installation import Installation
from paravent.conformity.rulebook.probes import at_work, in_the_log, inside, on_the_wire
from paravent.conformity.terms import Finding

Probe = Callable[[Installation], Finding]

_ALL: tuple[Probe, ...] = (
    *(on_the_wire.served_by_tls, on_the_wire.strict_headers, on_the_wire.no_third_party, on_the_wire.nothing_records),
    *(on_the_wire.own_cookies, on_the_wire.joins_without_account, on_the_wire.read_by_anybody, on_the_wire.peers_first),
    *(on_the_wire.mail_by_tls, on_the_wire.closed_by_default, on_the_wire.ends_by_itself, on_the_wire.told_in_words),
    *(
        on_the_wire.scripts_untouched,
        on_the_wire.practice_is_named,
        on_the_wire.where_it_stands,
        on_the_wire.other_programs,
        on_the_wire.letters_are_shown,
        on_the_wire.motion_comes_first,
        on_the_wire.poor_line_is_told,
        on_the_wire.devices_are_tried,
        on_the_wire.nothing_rings,
        on_the_wire.sound_is_wide,
    ),
    *(inside.keys_are_private, inside.served_by_a_weak_role, inside.rows_are_guarded, inside.nobody_sees_nothing),
    *(inside.up_to_date, inside.installed_as_locked, inside.each_file_has_its_key, inside.log_only_grows),
    *(in_the_log.log_is_whole, in_the_log.log_was_recomputed, in_the_log.log_is_kept, in_the_log.log_has_a_witness),
    *(in_the_log.log_was_examined, in_the_log.clock_is_right, in_the_log.metadata_are_forgotten),
    *(in_the_log.nothing_stays_longer, in_the_log.since_when_is_told),
    *(at_work.two_factors, at_work.own_accounts, at_work.officer_is_there, at_work.reviews_in_time),
    *(at_work.breaches_in_time, at_work.backed_up, at_work.restored_for_a_try, at_work.staff_have_practised),
    *(at_work.consented_before, at_work.links_for_one_visit, at_work.requests_in_time, at_work.papers_are_drawn),
    *(at_work.bills_are_founded, at_work.everybody_was_let_in, at_work.clinicians_alone_consult),
    *(at_work.patients_are_known, inside.versions_stay),
)
PROBES: Mapping[str, Probe] = MappingProxyType({probe.__name__.replace("_", "-"): probe for probe in _ALL})
