"""What the pages about the law print."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from parvis.core.fields import as_translated
from parvis.core.sentences import full_date, human_date_range
from parvis.legal.models import Act, Arrangement, Correction

register = template.Library()


@register.filter
def before(correction: Correction) -> list[tuple[str, str]]:
    """Each field that changed, by its name, with what it said."""
    model = Act if correction.act_id else Arrangement
    return [
        (str(model._meta.get_field(name).verbose_name), _said(words)) for name, words in correction.before.items()
    ]


def _said(words: object) -> str:
    if isinstance(words, dict):
        return str(as_translated(words))
    try:
        return full_date(date.fromisoformat(str(words)))
    except ValueError:
        return str(words) or _("nothing")


@register.filter
def announced_dates(arrangement: Arrangement) -> str:
    if arrangement.starts_on and not arrangement.ends_on:
        return full_date(arrangement.starts_on)
    return human_date_range(arrangement.starts_on, arrangement.ends_on)
