from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import TranslatedField

# The widths a picture is kept in, at most its own. Addresses follow from them: another set means encoding all again.
WIDTHS = (480, 960, 1600)


def rendition_path(digest: str, width: int) -> str:
    return f"images/{digest[:2]}/{digest}-{width}.webp"


class Image(models.Model):
    """A picture, re-encoded in a few widths, stripped of what the camera wrote in it."""

    space = models.ForeignKey(
        "territories.Space", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    alt = TranslatedField(_("What the image shows"))
    is_decorative = models.BooleanField(_("Decorative: nothing to say"), default=False)
    credit = models.CharField(_("Credit"), max_length=120, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.alt) or self.digest[:12]

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """Each width it is kept in with its address, the narrowest first; both follow from the digest: no query."""
        widths = sorted({min(width, self.width) for width in WIDTHS})
        return [(width, default_storage.url(rendition_path(self.digest, width))) for width in widths]

    def address(self, *, width: int) -> str:
        """Its address in the smallest size at least this wide, else the widest."""
        return next((url for kept, url in self.sizes if kept >= width), self.sizes[-1][1])

    @property
    def share_url(self) -> str:
        """Its full address, wide enough for the cards that social networks draw of a page."""
        return urljoin(settings.BASE_URL, self.address(width=1200))


class Rendition(models.Model):
    """One size of a picture, as a file that weighs."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to="images", max_length=200)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["width"]
        constraints = [models.UniqueConstraint(fields=["image", "width"], name="rendition_once")]

    @property
    def url(self) -> str:
        return self.file.url


class Document(models.Model):
    """A file people download, with a text for those who cannot read it."""

    space = models.ForeignKey(
        "territories.Space", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    title = TranslatedField(_("Title"))
    text_alternative = TranslatedField(_("What it says, in text"))
    language = models.CharField(max_length=8, default="fr")
    file = models.FileField(upload_to="documents", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("files:document", args=[self.pk, self.digest[:16], str(self.file.name).rpartition("/")[2]])


class Attachment(models.Model):
    """A picture or a document attached to one thing; exactly one of each side."""

    image = models.ForeignKey(Image, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    contribution = models.ForeignKey(
        "contributions.Contribution",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    process = models.ForeignKey(
        "processes.Process", null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="attachment_one_file",
                condition=models.Q(image__isnull=False, document=None)
                | models.Q(image=None, document__isnull=False),
            ),
            models.CheckConstraint(
                name="attachment_one_target",
                condition=models.Q(contribution__isnull=False, process=None)
                | models.Q(contribution=None, process__isnull=False),
            ),
        ]
