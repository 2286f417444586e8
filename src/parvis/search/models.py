from django.db import models
from django.db.models import Q

from parvis.core.models import exactly_one

TARGETS = ("contribution", "process", "territory", "page", "article", "gathering")


class SearchEntry(models.Model):
    """One row per thing one may find, text already normalised; who may see it is columns, so SQL scopes it.

    Rows are written by subscribers of the verbs’ events, never by triggers. What a reader is shown comes from the
    thing itself, in her language: this text is for finding only.
    """

    contribution = models.OneToOneField(
        "contributions.Contribution", null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    process = models.OneToOneField(
        "processes.Process", null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    territory = models.OneToOneField(
        "territories.Territory", null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    page = models.OneToOneField("editorial.Page", null=True, on_delete=models.CASCADE, related_name="search_entry")
    article = models.OneToOneField(
        "editorial.Article", null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    gathering = models.OneToOneField(
        "editorial.Gathering", null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=8)
    title = models.TextField()
    text = models.TextField()
    is_public = models.BooleanField(default=False)
    space = models.ForeignKey("territories.Space", null=True, on_delete=models.CASCADE, related_name="+")
    in_process = models.ForeignKey("processes.Process", null=True, on_delete=models.CASCADE, related_name="+")
    in_step = models.ForeignKey(
        "processes.Step", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    in_territory = models.ForeignKey(
        "territories.Territory", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    theme = models.ForeignKey("processes.Theme", null=True, on_delete=models.SET_NULL, related_name="+")
    weight = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=exactly_one(TARGETS), name="search_entry_one_target")]
        indexes = [models.Index(fields=["-at"], name="search_public_at", condition=Q(is_public=True))]


class Definition(models.Model):
    """What the index was last rebuilt for (``index.DEFINITION``); one row."""

    number = models.PositiveSmallIntegerField()


class Word(models.Model):
    """A word somebody used, folded, and as it was first written; a mistyped word is mended from this list."""

    word = models.CharField(max_length=40, unique=True)
    written = models.CharField(max_length=40)
    # In how many things it stands; counted again each night.
    count = models.PositiveIntegerField(default=1)


class Trigram(models.Model):
    """Three letters in a row of a word. Plain rows: the same likeness on both databases, no extension to install."""

    trigram = models.CharField(max_length=3)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="trigrams", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trigram", "word"], name="search_trigram_once")]
        indexes = [models.Index(fields=["word"], name="search_trigram_word")]
