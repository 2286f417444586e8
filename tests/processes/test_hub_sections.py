"""A room above adds its section to the workshop."""

from parvis.processes import hub
from tests.personas import World
from tests.processes.making import draft


def test_another_room_adds_its_section_where_it_wants(world: World) -> None:
    process, before = draft(world), list(hub.SECTIONS)
    try:
        hub.add_section(("extra", "scale", "Extra", "What for"), before="steps", touched=lambda _process: False)
        keys = [section.key for section in hub.sections([])]
        assert keys.index("extra") == keys.index("steps") - 1
        assert "extra" in hub.empty_sections(process)
    finally:
        hub.SECTIONS[:] = before
        del hub._touched["extra"]
