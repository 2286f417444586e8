"""Le vivier: what a démarche may be about before there is one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.contributions.models import Contribution
from parvis.core.models import AppendOnly
from parvis.processes.models import Degree


class Origin(models.TextChoices):
    RESIDENT = "resident", pgettext_lazy("subject", "A resident")
    SERVICE = "service", _("A service")
    ELECTED = "elected", _("An elected member")


class Standing(models.TextChoices):
    """Where a subject stands: proposé → qualifié → programmé → en cours → clos."""

    PROPOSED = "proposed", pgettext_lazy("subject", "Proposed")
    QUALIFIED = "qualified", pgettext_lazy("subject", "Studied")
    PLANNED = "planned", pgettext_lazy("subject", "Planned")
    RUNNING = "running", pgettext_lazy("subject", "Under way")
    CLOSED = "closed", pgettext_lazy("subject", "Over")


class Coming(models.TextChoices):
    """What a service declares ahead: a decision of the assembly, or works."""

    DECISION = "decision", _("A decision to come")
    WORKS = "works", _("Works to come")


class Subject(Contribution):
    """A subject that could be opened to people’s opinion. What it is about is its envelope’s text."""

    why = models.TextField(_("Why it matters"), blank=True)
    origin = models.CharField(_("Proposed by"), max_length=8, choices=Origin, default=Origin.RESIDENT)
    standing = models.CharField(_("State"), max_length=9, choices=Standing, default=Standing.PROPOSED)
    degree = models.PositiveSmallIntegerField(
        _("Weight of people’s opinion"), choices=Degree, null=True, blank=True
    )
    coming = models.CharField(_("What is coming"), max_length=8, choices=Coming, blank=True)
    decides_on = models.DateField(_("Expected decision, or start of the works"), null=True, blank=True)
    contact = models.CharField(
        _("Who to ask"), max_length=160, blank=True, help_text=_("A service and its phone: everyone sees it.")
    )
    became = models.OneToOneField(
        "processes.Process", null=True, blank=True, on_delete=models.SET_NULL, related_name="subject"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(degree=None) | Q(degree__range=(1, 5)), name="subject_degree_1_to_5"
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.RESIDENT) | Q(coming=""), name="subject_residents_announce_nothing"
            ),
        ]
        indexes = [models.Index(fields=["standing", "decides_on"], name="subject_standing")]


class Qualification(models.Model):
    """The ten answers about a subject, the degree they recommend and the one kept, with its justification."""

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, related_name="qualification")
    version = models.CharField(max_length=10)  # of the grid: its first day
    answers = models.JSONField()
    score = models.PositiveSmallIntegerField()
    recommended = models.PositiveSmallIntegerField(choices=Degree)
    degree = models.PositiveSmallIntegerField(_("Weight of people’s opinion"), choices=Degree)
    justification = models.TextField(_("Why another weight"), blank=True)
    stage = models.CharField(_("How far the project is"), max_length=12)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(degree=models.F("recommended")) | ~Q(justification=""),
                name="qualification_other_degree_is_justified",
            )
        ]


class Nature(models.TextChoices):
    """What is put in the box; it chooses the word of the support button."""

    IDEA = "idea", pgettext_lazy("box", "An idea")
    NEED = "need", pgettext_lazy("box", "A need")


class Urgency(models.TextChoices):
    NOW = "now", _("It is urgent")
    YEAR = "year", _("Within the year")
    LATER = "later", _("It can wait")


class Idea(Contribution):
    """An idea or a need, put in the box of a space at any time, outside any démarche."""

    nature = models.CharField(_("This is"), max_length=4, choices=Nature, default=Nature.IDEA)
    urgency = models.CharField(_("How urgent it is"), max_length=5, choices=Urgency, blank=True)
    audience = models.CharField(_("Who needs it"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(nature=Nature.NEED) | Q(urgency="", audience=""), name="idea_only_needs_are_urgent"
            )
        ]


class Move(AppendOnly):
    """One change of state, with the public answer that came with it."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="moves")
    standing = models.CharField(max_length=9, choices=Standing)
    # Empty when its démarche moved it: the page says so in each reader’s words.
    answer = models.TextField(_("The answer, for everyone"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "id"]
