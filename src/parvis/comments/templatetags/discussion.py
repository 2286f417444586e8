"""Small words around a comment."""

from django import template
from django.utils.translation import gettext as _

from parvis.comments.kinds import WORDS
from parvis.comments.models import Comment
from parvis.contributions.cards import author_name, place_name
from parvis.core.sentences import full_date
from parvis.core.text import excerpt

register = template.Library()


@register.filter
def byline(comment: Comment) -> list[str]:
    """Who, where."""
    return [part for part in (author_name(comment), place_name(comment)) if part]


@register.filter
def dated(comment: Comment) -> str:
    """When; a comment brought from a file says that its date is the file’s arrival."""
    day = full_date(comment.created_at)
    return _("imported on %(day)s") % {"day": day} if comment.dated_by_import else day


@register.filter
def agreements(comment: Comment) -> str:
    return WORDS.supports(comment.shown_supports)


@register.filter
def opening(comment: Comment) -> str:
    """Its first words, so that ten links « Answer » are not the same link to the ear."""
    return excerpt(comment.body, 40)
