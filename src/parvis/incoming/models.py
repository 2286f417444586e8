import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.accounts.models import keyed_digest


def new_salt() -> str:
    return secrets.token_hex(16)


def token_digest(token: str) -> str:
    """What the database knows of a token: enough to recognise it, not to make it."""
    return keyed_digest("mailed-link", token.lower())


class MailedLink(models.Model):
    """A link sent by mail to whoever does not log in: signed, dated, good for one purpose.

    The token is an HMAC of ``salt`` under the site’s secret: whoever reads the database alone cannot make it, and a
    job that is tried again writes the same one. The page and the reply address have a token each.
    """

    class Purpose(models.TextChoices):
        ANSWER = "answer", _("Answer a question")
        VALIDATE = "validate", _("Validate an answer")

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose)
    service = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    assignments = models.ManyToManyField("replies.Assignment", related_name="links")
    reply = models.ForeignKey(
        "replies.Reply", null=True, blank=True, on_delete=models.SET_NULL, related_name="links"
    )
    sent_to = models.EmailField(blank=True)
    salt = models.CharField(max_length=32, default=new_salt)
    page_digest = models.CharField(max_length=64, unique=True)
    mail_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    refused = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="mailed_link_for_someone",
                condition=models.Q(purpose="answer", service__isnull=False, user=None)
                | models.Q(purpose="validate", service=None, user__isnull=False),
            )
        ]

    @property
    def page_token(self) -> str:
        return self._token("page")

    @property
    def mail_token(self) -> str:
        return self._token("mail")

    def _token(self, what: str) -> str:
        signed = hmac.new(settings.SECRET_KEY.encode(), f"link:{what}:{self.salt}".encode(), hashlib.sha256)
        return base64.b32encode(signed.digest()[:20]).decode().lower()

    def sign(self) -> None:
        """Fill what is kept of the two tokens, before the row is written."""
        self.page_digest, self.mail_digest = token_digest(self.page_token), token_digest(self.mail_token)


class KnownSender(models.Model):
    """An address somebody of the team recognised: mails from there are the service’s."""

    service = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "email"], name="known_sender_once")]


class IncomingMail(models.Model):
    """What came in, and what became of it; kept until ``keep_until``, then gone with its files.

    The words are kept only where somebody is to read them: a machine’s mail leaves its subject and the reason.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Became a draft")
        KEPT = "kept", _("To look at")
        REFUSED = "refused", _("Refused")
        ASIDE = "aside", pgettext_lazy("mail", "Set aside")

    class Reason(models.TextChoices):
        UNKNOWN_SENDER = "unknown_sender", _("The sender is not known for this service")
        UNKNOWN_TOKEN = "unknown_token", _("Its address leads to no question")
        AMBIGUOUS = "ambiguous", _("It answers several questions at once")
        CLOSED = "closed", _("The question was already answered or closed")
        EMPTY = "empty", _("Nothing was written in it")
        AUTO_REPLY = "auto-reply", _("Automatic answer")
        BOUNCE = "bounce", _("Mail returned by a server")
        LOOP = "loop", _("Our own mail came back")
        INVITATION = "invitation", _("Meeting invitation")
        OVERSIZED = "oversized", _("Too heavy")
        TOO_MANY = "too_many", _("Too many mails in one hour")
        UNREADABLE = "unreadable", _("Could not be read")
        NO_ADDRESS = "no_address", _("Not sent to the address of a question")

    digest = models.CharField(max_length=64, unique=True)
    space = models.ForeignKey("territories.Space", null=True, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(MailedLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="mails")
    reply = models.ForeignKey(
        "replies.Reply", null=True, blank=True, on_delete=models.SET_NULL, related_name="mails"
    )
    state = models.CharField(max_length=7, choices=State)
    reason = models.CharField(max_length=14, choices=Reason, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    left_out = models.CharField(max_length=300, blank=True)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=timezone.now)
    keep_until = models.DateField(db_index=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)

    audit_label = ""

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [models.Index(fields=["space", "state", "-received_at"], name="incoming_listed")]


class JoinedFile(models.Model):
    """A file that came with a mail: for the team only, until somebody does something with it."""

    mail = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to="incoming", max_length=200)

    class Meta:
        ordering = ["id"]


class Mailbox(models.Model):
    """How far a mailbox was read (RFC 3501: UIDs grow, as long as UIDVALIDITY stays), and whether it answers."""

    key = models.CharField(max_length=64, unique=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)


class Reminder(models.Model):
    """A service was reminded of what it was asked: when, how pressingly, and to which address."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("A week before")
        DAY = "day", _("On the day")
        HEAD = "head", _("A week late, to the head")

    assignment = models.ForeignKey("replies.Assignment", on_delete=models.CASCADE, related_name="reminders")
    link = models.ForeignKey(MailedLink, null=True, on_delete=models.SET_NULL, related_name="reminders")
    kind = models.CharField(max_length=6, choices=Kind)
    due_on = models.DateField()
    sent_to = models.EmailField()
    at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        # A new date is a new promise: reminded anew.
        constraints = [models.UniqueConstraint(fields=["assignment", "kind", "due_on"], name="reminder_once")]
