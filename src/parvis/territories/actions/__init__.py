"""Every write on territories and spaces, one verb each."""

from parvis.territories.actions.neighbourhoods import (
    add_neighbourhood,
    edit_territory,
    put_back_territory,
    retire_territory,
)
from parvis.territories.actions.perimeters import (
    Imported,
    add_area,
    bring_perimeter,
    give_up_perimeter,
    import_territories,
    link_territories,
    look_at_perimeter,
    undo_perimeter,
    unlink_territories,
)
from parvis.territories.actions.spaces import (
    dress_space,
    edit_space,
    move_funder,
    open_main_space,
    open_space,
    remove_funder,
    remove_space_image,
    save_funder,
    set_space_image,
    switch_features,
)

__all__ = [
    "Imported",
    "add_area",
    "add_neighbourhood",
    "bring_perimeter",
    "dress_space",
    "edit_space",
    "edit_territory",
    "give_up_perimeter",
    "import_territories",
    "link_territories",
    "look_at_perimeter",
    "move_funder",
    "open_main_space",
    "open_space",
    "put_back_territory",
    "remove_funder",
    "remove_space_image",
    "retire_territory",
    "save_funder",
    "set_space_image",
    "switch_features",
    "undo_perimeter",
    "unlink_territories",
]
