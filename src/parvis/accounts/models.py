import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.core.fields import TranslatedField
from parvis.core.models import Dated


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)  # None makes it unusable: the door is a mailed code
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account: someone who can log in. What she says in public is said by her ``Participant``."""

    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=120, blank=True)
    language = models.CharField(_("Language"), max_length=8, default="fr")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    seen_on = models.DateField(null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    audit_label = ""  # the trail outlives a person's right to be forgotten: it holds her number only

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        if self.erased_at:
            return str(_("Deleted account"))
        return self.name or self.email.split("@")[0]

    def get_full_name(self) -> str:
        return self.name


class Link(models.TextChoices):
    """« Votre lien avec le territoire »: always optional, on every channel."""

    LIVES = "lives", _("I live here")
    WORKS = "works", _("I work here")
    STUDIES = "studies", _("I study here")
    SECOND_HOME = "second_home", _("I have a second home here")
    USES = "uses", _("I use this service")
    OTHER = "other", _("Other")


class AgeBand(models.TextChoices):
    """Bands only, never a birth date: comparable with the census, harmless when leaked."""

    UNDER_15 = "0-14", _("Under 15")
    A15 = "15-17", _("15 to 17")
    A18 = "18-24", _("18 to 24")
    A25 = "25-39", _("25 to 39")
    A40 = "40-64", _("40 to 64")
    A65 = "65-79", _("65 to 79")
    A80 = "80+", _("80 and over")


class Participant(models.Model):
    """A person who takes part, with or without an account; one row per person known.

    An account owns its own (``is_primary``) and *claims* others (a slip from the market, an e-mail used before).
    Erased: emptied, row kept, because contributions and supports point to it.
    """

    audit_label = ""

    class Origin(models.TextChoices):
        ACCOUNT = "account", _("Account")
        EMAIL = "email", _("Verified e-mail")
        PHONE = "phone", _("Phone")
        CODE = "code", _("Code on a slip")
        REGISTER = "register", _("Paper register")
        IMPORT = "import", _("Import")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="participants",
    )
    is_primary = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.ACCOUNT)
    pseudonym = models.CharField(_("Name shown in public"), max_length=60, blank=True)
    territory = models.ForeignKey(
        "territories.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    link = models.CharField(_("Your link with the territory"), max_length=12, choices=Link, blank=True)
    age_band = models.CharField(_("Age"), max_length=5, choices=AgeBand, blank=True)
    language = models.CharField(max_length=8, default="fr")
    # Keyed hash of the code printed on a slip: whoever holds the slip may claim what was noted.
    claim_digest = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(is_primary=True), name="participant_primary_unique"
            )
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return str(_("Deleted account"))
        return self.pseudonym or str(_("A resident"))


def keyed_digest(kind: str, value: str) -> str:
    """What we can recognise but not read back: HMAC-SHA-256 under the site's secret."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def address_digest(kind: str, value: str) -> str:
    """Keyed hash for look-up: finds an address without an index of clear addresses."""
    normal = (
        value.strip().lower()
        if kind == Address.Kind.EMAIL
        else "".join(c for c in value if c.isdigit() or c == "+")
    )
    return keyed_digest(kind, normal)


def claim_digest(code: str) -> str:
    """Keyed hash of a slip's code, whatever the spaces, dashes and case it was typed with."""
    return keyed_digest("claim", plain_code(code))


def plain_code(code: str) -> str:
    return "".join(c for c in code.upper() if c.isalnum())


def new_token() -> str:
    return secrets.token_urlsafe(32)


class Address(models.Model):
    """How to reach a person. Apart from the person, so that one may be kept without the other.

    Not unique: the members of a household share a mailbox or a phone.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        POST = "post", _("Post")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=5, choices=Kind)
    value = models.CharField(max_length=320)
    digest = models.CharField(max_length=64, db_index=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "digest"], name="address_once")]


class MailedCode(models.Model):
    """A six-character code on its way to a mailbox. Neither the code nor the address is kept, only keyed hashes.

    The session that asked holds ``token`` and the address. Tries are counted in the row, so that guesses sent at
    the same time are all counted.
    """

    LIFETIME = timedelta(minutes=15)
    MOST_TRIES = 5

    class Purpose(models.TextChoices):
        IDENTIFY = "identify", _("Say who you are")
        NEW_ADDRESS = "address", _("Change of address")
        PARENT = "parent", _("A parent agrees")
        CLAIM = "claim", _("An address used before")
        VALIDATE = "validate", _("Validation of an answer")

    token = models.CharField(max_length=43, unique=True, default=new_token)
    purpose = models.CharField(max_length=8, choices=Purpose)
    address_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + self.LIFETIME


class LoginLink(models.Model):
    """A link made by command for whoever is locked out: the first administrator, or a lost second key."""

    LIFETIME = timedelta(minutes=30)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)


class Role(models.TextChoices):
    """What someone does here, always on a scope and often between two dates."""

    ADMIN = "admin", _("Administrator")
    ANIMATOR = "animator", _("Animator")
    MODERATOR = "moderator", _("Moderator")
    TECHNICIAN = "technician", _("Technician")
    ELECTED = "elected", _("Elected member")
    CIVIC = "civic", _("Civic service volunteer")
    CLERK = "clerk", _("Administrative officer")
    EVALUATOR = "evaluator", _("Evaluator")
    EXPERT = "expert", _("Expert")
    DPO = "dpo", pgettext_lazy("role", "Data protection officer")
    IT = "it", _("IT department")


class RoleAssignment(models.Model):
    """A role on one scope: the whole platform, a space, a démarche, or a body.

    A role on a space covers what that space carries, never what a commune inside it carries itself.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("Role"), max_length=12, choices=Role)
    on_platform = models.BooleanField(default=False)
    space = models.ForeignKey(
        "territories.Space", null=True, blank=True, on_delete=models.CASCADE, related_name="team"
    )
    process = models.ForeignKey(
        "processes.Process", null=True, blank=True, on_delete=models.CASCADE, related_name="team"
    )
    body = models.ForeignKey(
        "organisations.Body", null=True, blank=True, on_delete=models.CASCADE, related_name="team"
    )
    service = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The service this person answers for."),
    )
    title = models.CharField(_("Title"), max_length=120, blank=True)
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="role_exactly_one_scope",
                condition=(
                    models.Q(on_platform=True, space=None, process=None, body=None)
                    | models.Q(on_platform=False, space__isnull=False, process=None, body=None)
                    | models.Q(on_platform=False, space=None, process__isnull=False, body=None)
                    | models.Q(on_platform=False, space=None, process=None, body__isnull=False)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.where}"

    @property
    def where(self) -> str:
        return str(self.space or self.process or self.body or _("The whole platform"))

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return (self.starts_on is None or self.starts_on <= today) and (
            self.ends_on is None or self.ends_on >= today
        )


class Consent(models.Model):
    """Proof that a person agreed to something, in which words, and when she took it back."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    wording = models.TextField()
    channel = models.CharField(max_length=10, default="web")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class RetentionRule(models.Model):
    """How long a kind of personal data is kept: dated data with its source, never a constant."""

    class Key(models.TextChoices):
        ACCOUNT = "account", _("Account nobody uses: erased after")
        WARNING = "warning", _("Warning before an account is erased")
        PERSON = "person", _("Person without account: address erased after")
        CODE = "code", _("Mailed codes and login links: erased after")
        MAIL = "mail", _("Mails received and links sent to services: erased after")

    MOST_DAYS = 100 * 365
    # CNIL, « durées de conservation »: an account without activity, three years; the rest is ours and shorter.
    FIRST = {
        Key.ACCOUNT: (3 * 365, _("CNIL, retention periods: 3 years after the last contact")),
        Key.WARNING: (30, _("Chosen by Parvis: time to come back")),
        Key.PERSON: (3 * 365, _("CNIL, retention periods: 3 years after the last contact")),
        Key.CODE: (1, _("Chosen by Parvis: a code serves a quarter of an hour")),
        Key.MAIL: (90, _("Chosen by Parvis: time to find a mail that went astray")),
    }
    """The rule of the first day, and where it comes from: said in the reader’s language, never stored."""

    key = models.CharField(_("What"), max_length=40, choices=Key)
    days = models.PositiveIntegerField(_("Days"), validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)])
    source = TranslatedField(_("Where this comes from"))
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["key", "starts_on"]

    @property
    def said_source(self) -> str:
        """Where it comes from, as who wrote the rule said it; the first one says it in every language."""
        first = self.FIRST.get(self.Key(self.key)) if self.key in self.Key.values and not self.starts_on else None
        return str(self.source or (first[1] if first else ""))
