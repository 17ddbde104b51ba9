"""Results and marks in words; the rules and what is found of them bring both languages along."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.conformity.rulebook.asvs import Stands
from paravent.conformity.rulebook.owasp import Of
from paravent.conformity.terms import Mark, Result

RESULTS: dict[Result, Promise] = {
    Result.FAIL: _("not met"),
    Result.HUMAN: _("needs a person"),
    Result.PASS: _("met"),
    Result.NOT_APPLICABLE: _("not applicable"),
}
MARKS: dict[Mark, Promise] = {
    Mark.READ: _("read in this source"),
    Mark.REMEMBERED: _("remembered, not read again: check it"),
    Mark.INFERRED: _("inferred by us: ask for advice"),
    Mark.UNVERIFIED: _("could not be verified"),
}
GROUPS: dict[Result, Promise] = {
    Result.FAIL: _("Not met"),
    Result.HUMAN: _("Needs a person"),
    Result.PASS: _("Met"),
    Result.NOT_APPLICABLE: _("Not applicable here"),
}
MEANINGS: dict[Result, Promise] = {
    Result.FAIL: _("This is not as the rule asks. Each sentence says what to do; look again when it is done."),
    Result.HUMAN: _("No program can show this alone, or Paravent does not do it. What is needed stands beside it."),
    Result.PASS: _("Everything that a program can look at was found as the rule asks."),
    Result.NOT_APPLICABLE: _("There is nothing here that the rule is about."),
}
LISTS: dict[Of, Promise] = {
    Of.TOP10: _("OWASP Top 10 (2021)"),
    Of.API: _("OWASP API Security Top 10 (2023)"),
}
STANDS: dict[Stands, Promise] = {
    Stands.UNMET: _("not met"),
    Stands.PERSON: _("needs a person"),
    Stands.MET: _("met"),
    Stands.NOT_APPLICABLE: _("not applicable"),
}
STILL_ASKED: tuple[Promise, ...] = (
    _("a certificate for IT security by a body accredited by ISO/IEC 17065, for whoever operates the video service"),
    _("a data-protection certificate by Art. 42 GDPR, which few bodies can give yet"),
    _("your own declaration on content, and the listing by KBV and GKV-SV, before a visit by video is billed"),
    _("where somebody else hosts it: their ISO 27001 certificate and C5 type 2 attestation (section 393 SGB V)"),
    _("an independent penetration test, and an audit of accessibility by people who depend on it"),
    _("your record of processing, impact assessment, contracts, training records and emergency plan, signed"),
)
