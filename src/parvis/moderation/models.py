from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import TranslatedField
from parvis.core.models import exactly_one


class Reason(models.TextChoices):
    """Why a message is hidden or reported; each is a line of the charter."""

    ILLEGAL = "illegal", _("Against the law: hatred, threat, defamation")
    PERSONAL = "personal", _("Gives somebody’s personal details")
    INSULT = "insult", _("Insults or attacks a person")
    SPAM = "spam", _("Advertising or spam")
    OFF_TOPIC = "off_topic", _("About something else")
    DUPLICATE = "duplicate", _("Already said by the same person")
    OTHER = "other", _("Another reason")


class Report(models.Model):
    """Somebody says something is wrong (DSA art. 16: reason, explanation, good faith)."""

    class State(models.TextChoices):
        OPEN = "open", _("To read")
        UPHELD = "upheld", _("Followed")
        DISMISSED = "dismissed", _("Not followed")

    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.CASCADE, related_name="reports")
    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="+", db_index=False)
    reporter = models.ForeignKey(
        "accounts.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contact = models.EmailField(_("Your e-mail, to be told what we decide"), blank=True)
    reason = models.CharField(_("What is wrong"), max_length=10, choices=Reason)
    explanation = models.TextField(_("Explain in a few words"))
    good_faith = models.BooleanField(_("I say this in good faith"))
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    at = models.DateTimeField(default=timezone.now)
    decision = models.ForeignKey(
        "Decision", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "reporter"],
                condition=models.Q(state="open", reporter__isnull=False),
                name="report_open_once",
            )
        ]
        indexes = [models.Index(fields=["space", "at"], name="report_open", condition=models.Q(state="open"))]


def spoken() -> str:
    """The language the person at the desk reads and writes in."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


class Decision(models.Model):
    """What a moderator did, and the statement of reasons the author receives (DSA art. 17)."""

    class Verb(models.TextChoices):
        APPROVE = "approve", _("Published")
        HIDE = "hide", _("Hidden")
        RESTORE = "restore", _("Shown again")
        KEEP = "keep", _("Kept")

    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.CASCADE, related_name="decisions"
    )
    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="+", db_index=False)
    verb = models.CharField(max_length=7, choices=Verb)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    statement = models.TextField(_("What we tell the author"), blank=True)
    language = models.CharField(
        max_length=8, default=spoken, editable=False
    )  # of the statement: the desk's own then
    previous_state = models.CharField(max_length=9)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    is_automatic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["space", "-at"], name="decision_space_at")]


class Appeal(models.Model):
    """The author asks another moderator to read again."""

    class State(models.TextChoices):
        OPEN = "open", _("To read")
        UPHELD = "upheld", _("Decision changed")
        REJECTED = "rejected", _("Decision kept")

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    text = models.TextField(_("Why do you disagree?"))
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]


class Pause(models.Model):
    """A discussion is closed, or slowed, for a while; it opens again by itself, nobody has to come back."""

    contribution = models.ForeignKey(
        "contributions.Contribution", null=True, blank=True, on_delete=models.CASCADE, related_name="pauses"
    )
    step = models.ForeignKey(
        "processes.Step", null=True, blank=True, on_delete=models.CASCADE, related_name="pauses"
    )
    message = models.CharField(_("What everyone reads"), max_length=300)
    seconds = models.PositiveIntegerField(
        _("Seconds between two messages of one person"), default=0, help_text=_("0: nobody can write.")
    )
    until = models.DateTimeField(_("Until"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=exactly_one(("contribution", "step")), name="pause_one_target")
        ]


class ModerationPolicy(models.Model):
    """How a space moderates: charter, hours, first-post review, slow mode, links, blocked words."""

    space = models.OneToOneField("territories.Space", on_delete=models.CASCADE, related_name="moderation_policy")
    charter = models.JSONField(_("Charter"), default=list, blank=True)
    hours = TranslatedField(_("When messages are read"))
    review_first = models.BooleanField(_("Read a person’s first message before publication"), default=True)
    max_links = models.PositiveSmallIntegerField(_("Links allowed in a message"), default=2)
    blocked_words = models.TextField(_("Words that send a message to the queue"), blank=True)
    slow_seconds = models.PositiveIntegerField(_("Seconds between two messages of one person"), default=15)
