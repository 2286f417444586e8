"""Writing pages, news and meetings. Nothing is public before « publish »."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.blocks import validate_blocks
from parvis.core.events import emit
from parvis.core.fields import as_translated
from parvis.core.rights import Sentence, demand
from parvis.core.text import slugify_any
from parvis.core.verbs import verb
from parvis.editorial.events import (
    ArticleChanged,
    ArticlePublished,
    GatheringCancelled,
    GatheringChanged,
    GatheringPublished,
    PageChanged,
)
from parvis.editorial.models import AccessibilityAudit, Article, Gathering, Page

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

PAGE_FIELDS = frozenset({"slug", "title", "summary", "body", "in_menu", "order"})
ARTICLE_FIELDS = frozenset({"process", "territory", "title", "summary", "body", "image"})
GATHERING_FIELDS = frozenset(
    {"process", "territory", "title", "description", "place", "address", "access", "starts_at", "ends_at"}
)

# ── pages ───────────────────────────────────────────────────────────────────


@verb
def write_page(*, page: Page, fields: Mapping[str, Any], by: "Actor") -> Page:
    """Write a new page, or change one; it stays as public as it was. A new page names its address or its title."""
    demand(by, "manage", page)
    changed = _assign(page, fields, PAGE_FIELDS)
    page.slug = page.slug or _free_slug(Page.objects.filter(space=page.space), str(page.title), 80)
    if Page.objects.filter(space=page.space, slug=page.slug).exclude(pk=page.pk).exists():
        raise _invalid(slug=_("Another page already has this address."))
    page.save()
    record("write_page", by=by, target=page, changes={"fields": changed})
    emit(PageChanged(page=page, by=by))
    return page


@verb
def publish_page(*, page: Page, by: "Actor") -> Page:
    return _show_page(page, True, by)


@verb
def unpublish_page(*, page: Page, by: "Actor") -> Page:
    return _show_page(page, False, by)


def _show_page(page: Page, is_published: bool, by: "Actor") -> Page:
    demand(by, "manage", page)
    page.is_published = is_published
    page.save(update_fields=["is_published", "updated_at"])
    record("publish_page" if is_published else "unpublish_page", by=by, target=page)
    emit(PageChanged(page=page, by=by))
    return page


# ── news ────────────────────────────────────────────────────────────────────


@verb
def write_article(*, article: Article, fields: Mapping[str, Any], by: "Actor") -> Article:
    """Write a new article, or change one. Its address comes from its first title and never changes."""
    changed = _attach_and_assign(article, fields, ARTICLE_FIELDS, by)
    article.slug = article.slug or _free_slug(Article.objects.all(), str(article.title), 100)
    article.author = article.author or by.user
    article.save()
    record("write_article", by=by, target=article, changes={"fields": changed})
    emit(ArticleChanged(article=article, by=by))
    return article


@verb
def publish_article(*, article: Article, at: datetime | None = None, by: "Actor") -> Article:
    """Show it from ``at`` on, now when not said. Followers are told of it once."""
    demand(by, "manage", article)
    is_first = article.published_at is None
    article.published_at = at or timezone.now()
    article.save(update_fields=["published_at", "updated_at"])
    record("publish_article", by=by, target=article, changes={"at": article.published_at.isoformat()})
    emit(ArticleChanged(article=article, by=by))
    if is_first:
        emit(ArticlePublished(article=article, by=by))
    return article


@verb
def unpublish_article(*, article: Article, by: "Actor") -> Article:
    demand(by, "manage", article)
    article.published_at = None
    article.save(update_fields=["published_at", "updated_at"])
    record("unpublish_article", by=by, target=article)
    emit(ArticleChanged(article=article, by=by))
    return article


# ── agenda ──────────────────────────────────────────────────────────────────


@verb
def write_gathering(*, gathering: Gathering, fields: Mapping[str, Any], by: "Actor") -> Gathering:
    """Write a new meeting (a draft), or change one: its date and place move in subscribed calendars too."""
    if gathering.pk is None:
        gathering.is_published = False
    changed = _attach_and_assign(gathering, fields, GATHERING_FIELDS, by)
    if gathering.ends_at and gathering.ends_at <= gathering.starts_at:
        raise _invalid(ends_at=_("It ends before it begins."))
    gathering.save()
    record("write_gathering", by=by, target=gathering, changes={"fields": changed})
    emit(GatheringChanged(gathering=gathering, by=by))
    return gathering


@verb
def publish_gathering(*, gathering: Gathering, by: "Actor") -> Gathering:
    demand(by, "manage", gathering)
    if not gathering.is_published:
        gathering.is_published = True
        gathering.save(update_fields=["is_published", "updated_at"])
        record("publish_gathering", by=by, target=gathering)
        emit(GatheringChanged(gathering=gathering, by=by))
        emit(GatheringPublished(gathering=gathering, by=by))
    return gathering


@verb
def unpublish_gathering(*, gathering: Gathering, by: "Actor") -> Gathering:
    """Only what was never announced for certain: a meeting people planned to come to is *cancelled*, with a reason."""
    demand(by, "manage", gathering)
    gathering.is_published = False
    gathering.save(update_fields=["is_published", "updated_at"])
    record("unpublish_gathering", by=by, target=gathering)
    emit(GatheringChanged(gathering=gathering, by=by))
    return gathering


@verb
def cancel_gathering(*, gathering: Gathering, reason: Any, by: "Actor") -> Gathering:
    """It stays in the diary, marked, with the reason: whoever planned to come must see it."""
    demand(by, "manage", gathering)
    reason = as_translated(reason)
    if not reason:
        raise _invalid(reason=_("Say why: people planned to come."))
    gathering.cancelled_reason = reason
    gathering.save(update_fields=["cancelled_reason", "updated_at"])
    record("cancel_gathering", by=by, target=gathering, reason=str(reason))
    emit(GatheringChanged(gathering=gathering, by=by))
    emit(GatheringCancelled(gathering=gathering, by=by))
    return gathering


@verb
def reinstate_gathering(*, gathering: Gathering, by: "Actor") -> Gathering:
    """It takes place after all."""
    demand(by, "manage", gathering)
    gathering.cancelled_reason = {}
    gathering.save(update_fields=["cancelled_reason", "updated_at"])
    record("reinstate_gathering", by=by, target=gathering)
    emit(GatheringChanged(gathering=gathering, by=by))
    return gathering


# ── accessibility ───────────────────────────────────────────────────────────


@verb
def record_audit(*, audit: AccessibilityAudit, by: "Actor") -> AccessibilityAudit:
    """A new audit; the former ones stay. The statement and the footer follow at once."""
    demand(by, "manage", audit)
    audit.full_clean()
    audit.save()
    last = AccessibilityAudit.objects.filter(space=audit.space)[0]
    audit.space.accessibility_rate, audit.space.accessibility_until = last.rate, last.valid_until
    audit.space.save(update_fields=["accessibility_rate", "accessibility_until"])
    record("record_accessibility_audit", by=by, target=audit, changes={"rate": audit.rate})
    return audit


# ── what they share ─────────────────────────────────────────────────────────


def _attach_and_assign(
    row: Article | Gathering, fields: Mapping[str, Any], allowed: frozenset[str], by: "Actor"
) -> list[str]:
    """Rights are asked before and after: one may not move a text into a démarche one does not manage."""
    demand(by, "manage", row)
    changed = _assign(row, fields, allowed)
    if row.process:
        row.space = row.process.space
    demand(by, "manage", row)
    return changed


def _assign(row: Page | Article | Gathering, fields: Mapping[str, Any], allowed: frozenset[str]) -> list[str]:
    if unknown := set(fields) - allowed:
        raise TypeError(f"Not fields of this form: {', '.join(sorted(unknown))}.")
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, validate_blocks(value) if name == "body" else value)
    if not row.title:
        raise _invalid(title=_("Give it a title."))
    return sorted(name for name in fields if getattr(row, name) != before[name])


def _free_slug(rows: models.QuerySet, title: str, longest: int) -> str:
    plain = slugify_any(title, longest - 5) or "page"
    taken = set(rows.filter(slug__startswith=plain).values_list("slug", flat=True))
    rank = 1
    while (slug := plain if rank == 1 else f"{plain}-{rank}") in taken:
        rank += 1
    return slug


def _invalid(**sentences: Sentence) -> ValidationError:
    return ValidationError({name: [sentence] for name, sentence in sentences.items()})
