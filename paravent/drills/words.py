"""What topics are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.exercise.terms import Difficulty, Topic

TOPICS: dict[Topic, Promise] = {
    Topic.CHANNELS: _("Staying in the practice's own channels"),
    Topic.IDENTITY: _("Knowing who it is"),
    Topic.RECIPIENTS: _("The right recipient, the right file"),
    Topic.SECRETS: _("Sign-ins and codes"),
    Topic.DISCLOSURE: _("Who may know"),
    Topic.SURROUNDINGS: _("Who else sees and hears"),
    Topic.OWNING_UP: _("Saying that something went wrong"),
}
DIFFICULTIES: dict[Difficulty, Promise] = {
    Difficulty.VERY: _("very hard to notice"),
    Difficulty.MODERATELY: _("moderately hard to notice"),
    Difficulty.MODERATELY_TO_LEAST: _("rather easy to notice"),
    Difficulty.LEAST: _("easy to notice"),
    Difficulty.CONTROL: _("all was well"),
}
