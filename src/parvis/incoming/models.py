import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
