from typing import TYPE_CHECKING

from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.desk.models import SavedView

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def keep_view(*, page: str, name: str, query: str, by: "Actor") -> SavedView:
    """Keep a list’s filters under a name; the same name replaces. A person’s own convenience: not audited."""
    demand(by, "enter_desk")
    view, _created = SavedView.objects.update_or_create(
        user=by.user, page=page, name=name, defaults={"query": query}
    )
    return view


@verb
def forget_view(*, view: SavedView, by: "Actor") -> None:
    demand(by, "enter_desk")
    view.delete()
