from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parvis.comments.models import KIND
from parvis.contributions.kinds import Kind, Words, register_kind


def _agreed(count: int) -> str:
    return ngettext("%(count)d agrees", "%(count)d agree", count) % {"count": count}


WORDS = Words(noun=_("Comment"), support=_("I agree"), supports=_agreed)

register_kind(Kind(key=KIND, words=lambda _comment: WORDS))
