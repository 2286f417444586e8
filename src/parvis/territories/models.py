from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import TranslatedField


class Kind(models.TextChoices):
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    DEPARTMENT = "department", _("Department")
    GAL = "gal", _("LEADER area")
    EPCI = "epci", _("Intercommunality")
    COMMUNE = "commune", _("Commune")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
    OTHER = "other", _("Other perimeter")


class Territory(models.Model):
    """A perimeter. Perimeters overlap: a commune is in an intercommunality and in a LEADER area."""

    kind = models.CharField(_("Kind"), max_length=16, choices=Kind)
    country = models.CharField(max_length=2, default="FR")
    code = models.CharField(_("Code"), max_length=32)
    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(max_length=140, unique=True, allow_unicode=True)
    population = models.PositiveIntegerField(_("Population"), null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    search_name = models.CharField(max_length=140, db_index=True, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)  # no longer offered; what was said there keeps it
    parents = models.ManyToManyField(
        "self",
        through="TerritoryLink",
        through_fields=("child", "parent"),
        symmetrical=False,
        related_name="children",
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["country", "kind", "code"], name="territory_code_unique")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("territories:detail", args=[self.slug])


class Boundary(models.Model):
    """The outline on the ground (GeoJSON, WGS 84), apart: it weighs more than all the rest of a territory.

    A territory made of others has none: its parts draw it.
    """

    territory = models.OneToOneField(Territory, on_delete=models.CASCADE, primary_key=True, related_name="boundary")
    geometry = models.JSONField()


class Drawing(models.Model):
    """The light map of a territory and its parts, drawn once by the verb that writes them: pages only print it."""

    territory = models.OneToOneField(Territory, on_delete=models.CASCADE, primary_key=True, related_name="drawing")
    view_box = models.CharField(max_length=40)
    paths = models.JSONField()  # [[territory id, SVG path], …]
    mark = models.TextField()  # the silhouette of the whole, in a box of 40 × 40
    frame = models.JSONField(default=list)  # from degrees to the drawing: Projector.frame


class Postcode(models.Model):
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="postcodes")
    code = models.CharField(max_length=12, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["territory", "code"], name="postcode_once")]


class TerritoryLink(models.Model):
    """``child`` lies in ``parent``. Cycles are refused by the verb that writes it."""

    parent = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="links_down")
    child = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="links_up")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="territory_link_once"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("child")), name="territory_link_not_itself"),
        ]


class PerimeterImport(models.Model):
    """A perimeter somebody sent at the desk: looked at, brought whole, taken back."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("To look at")
        DONE = "done", _("Brought in")
        UNDONE = "undone", _("Taken back")

    filename = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    given = models.JSONField()  # importing.Perimeter
    before = models.JSONField(default=dict)  # how the territories it found were, and the numbers of those it made
    territory = models.ForeignKey(Territory, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]


class TerritoryClosure(models.Model):
    """Every (ancestor, descendant) pair, itself included at depth 0: « and all below » is one join."""

    ancestor = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="closure_down")
    descendant = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="closure_up")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "descendant"], name="territory_closure_once")]


class Space(models.Model):
    """A territory's own front door: its name, colours, languages, contact, features, controller.

    A démarche is carried by exactly one space, and so are the rights on it.
    """

    territory = models.OneToOneField(Territory, on_delete=models.PROTECT, related_name="space")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name shown"), max_length=80)
    tagline = TranslatedField(_("Line under the name"))
    is_main = models.BooleanField(_("The site’s own front door"), default=False)
    domain = models.CharField(_("Own domain"), max_length=120, blank=True)
    primary = models.CharField(_("Main colour"), max_length=7, default="#1d3a5f")
    accent = models.CharField(_("Accent colour"), max_length=7, default="#b4451f")
    sun = models.CharField(_("Third colour"), max_length=7, default="#f0b840")
    logo = models.ForeignKey(
        "files.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Logo"),
    )
    banner = models.ForeignKey(
        "files.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Banner"),
    )
    favicon = models.ForeignKey(
        "files.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Favicon"),
    )
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    features = models.JSONField(_("Features switched off"), default=list, blank=True)
    welcome_title = TranslatedField(_("Title of the home page"))
    welcome_text = TranslatedField(_("Text under it"))
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    phone_hours = TranslatedField(_("When somebody answers"))
    email = models.EmailField(_("Contact e-mail"), blank=True)
    address = models.TextField(_("Postal address"), blank=True)
    controller = TranslatedField(_("Data controller"))
    dpo_email = models.EmailField(_("Data protection officer"), blank=True)
    legal_notice = TranslatedField(_("Legal notice"))
    answer_days = models.PositiveSmallIntegerField(_("Days promised to answer"), default=30)
    is_example = models.BooleanField(_("Example content"), default=False)
    # What the last audit found (editorial.AccessibilityAudit), here because the foot of every page says it.
    accessibility_rate = models.PositiveSmallIntegerField(null=True, editable=False)
    accessibility_until = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["is_main"], condition=models.Q(is_main=True), name="space_one_main"),
            models.UniqueConstraint(fields=["domain"], condition=~models.Q(domain=""), name="space_domain_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def has(self, feature: str) -> bool:
        return feature not in self.features


class FunderMention(models.Model):
    """The sentence and emblem a funder requires, for the years of its programme."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="funders")
    name = models.CharField(_("Funder"), max_length=120)
    sentence = TranslatedField(_("Required sentence"))
    emblem = models.ForeignKey("files.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    programme = models.CharField(_("Programming period"), max_length=60, blank=True)
    everywhere = models.BooleanField(_("On every page of the space"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
