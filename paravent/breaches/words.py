"""What a breach's factors, levels and notices say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.breaches.terms import Context, Ease, Level, Loss

CONTEXTS: dict[Context, Promise] = {
    Context.SIMPLE: _("Who somebody is and how to reach them: name, address, contacts"),
    Context.BEHAVIOURAL: _("What somebody does: appointments, where and when they called, habits"),
    Context.FINANCIAL: _("Bills, insurance, bank details"),
    Context.SENSITIVE: _("Health: findings, diagnoses, treatments, notes, documents"),
}
EASES: dict[Ease, Promise] = {
    Ease.NEGLIGIBLE: _("Hardly: nothing leads to a person without much else being known"),
    Ease.LIMITED: _("With effort: a first name and a street, say"),
    Ease.SIGNIFICANT: _("Easily, with a little that others know"),
    Ease.MAXIMUM: _("At once: the name, or a picture, is part of it"),
}
CONFIDENTIALITY: dict[Loss, Promise] = {
    Loss.NONE: _("Nobody is known to have seen it who should not"),
    Loss.SOME: _("Seen by people who are known"),
    Loss.FULL: _("Seen by nobody knows how many, or published"),
}
INTEGRITY: dict[Loss, Promise] = {
    Loss.NONE: _("Nothing was changed, or nothing was used that was changed"),
    Loss.SOME: _("Changed and perhaps used, and can be put right"),
    Loss.FULL: _("Changed and perhaps used, and cannot be put right"),
}
AVAILABILITY: dict[Loss, Promise] = {
    Loss.NONE: _("All of it is there"),
    Loss.SOME: _("It was missing for a while"),
    Loss.FULL: _("It is lost"),
}
LEVELS: dict[Level, Promise] = {
    Level.LOW: _("low"),
    Level.MEDIUM: _("medium"),
    Level.HIGH: _("high"),
    Level.VERY_HIGH: _("very high"),
}
EFFECTS: dict[Level, Promise] = {
    Level.LOW: _("They may be annoyed or spend a little time, and overcome it without difficulty."),
    Level.MEDIUM: _(
        "They may meet inconveniences that they overcome with some difficulty, such as costs, fear or a misunderstanding."
    ),
    Level.HIGH: _(
        "They may meet significant consequences that they overcome with serious difficulty, such as being talked about, disadvantages at work, or worse health."
    ),
    Level.VERY_HIGH: _(
        "They may meet consequences that they do not overcome, such as lasting harm to health, reputation or livelihood."
    ),
}
EFFECTS_ON_YOU: dict[Level, Promise] = {
    Level.LOW: _("You may be annoyed or spend a little time, and overcome it without difficulty."),
    Level.MEDIUM: _(
        "You may meet inconveniences that you overcome with some difficulty, such as costs, fear or a misunderstanding."
    ),
    Level.HIGH: _(
        "You may meet significant consequences that you overcome with serious difficulty, such as being talked about, disadvantages at work, or worse health."
    ),
    Level.VERY_HIGH: _(
        "You may meet consequences that are hard to overcome, such as lasting harm to health, reputation or livelihood."
    ),
}
"""The same, said to whom it concerns."""
CATEGORIES: dict[Context, Promise] = {
    Context.SIMPLE: _("identity and contact details"),
    Context.BEHAVIOURAL: _("appointments and behaviour"),
    Context.FINANCIAL: _("financial details"),
    Context.SENSITIVE: _("data concerning health (Art. 9 GDPR)"),
}
