"""What the animator chooses for a step: checked, kept, and followed by the pages."""

import pytest

from parvis.methods.proposals.forms import SettingsForm
from parvis.methods.proposals.options import Options
from parvis.methods.proposals.places import read_point
from parvis.processes.models import Step
from tests.client import StrictClient
from tests.methods.proposals.saying import LIST, SUBMIT, said
from tests.personas import World

CHOSEN = {
    "natures": ["need", "proposal"],
    "title_max": "80",
    "body_min": "0",
    "body_max": "500",
    "place": "commune",
    "comments_layout": "threaded",
    "sort": "recent",
}


def test_the_first_choices_are_those_assumed_when_nothing_is_chosen(world: World) -> None:
    form, assumed = SettingsForm(), Options.of(world.step)
    for name, field in form.fields.items():
        value = getattr(assumed, name)
        expected = field.initial if field.initial is not None else False if value is False else value
        assert (list(value) if isinstance(value, tuple) else value) == expected, name


def test_a_valid_choice_becomes_the_options(world: World) -> None:
    form = SettingsForm(CHOSEN)
    assert form.is_valid(), form.errors
    Step.objects.update(settings=form.cleaned_data)
    options = Options.of(Step.objects.get())
    assert (options.natures, options.title_max, options.supports, options.sort) == (
        ("need", "proposal"),
        80,
        False,
        "recent",
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"natures": []}, "natures"),
        ({"title_max": "5"}, "title_max"),
        ({"body_min": "400", "body_max": "300"}, "body_min"),
        ({"max_supports": "0"}, "max_supports"),
        ({"sort": "best"}, "sort"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_on_its_field(changes: dict[str, object], field: str) -> None:
    assert field in SettingsForm(CHOSEN | changes).errors


def test_the_pages_follow_the_choices(world: World, client: StrictClient) -> None:
    Step.objects.update(settings={"natures": ["need"], "supports": False, "comments": False, "place": "none"})
    said(world)
    form = client.get(f"/en{SUBMIT}").content.decode()
    assert 'name="nature"' not in form
    assert 'name="commune"' not in form
    listed = client.get(f"/en{LIST}").content.decode()
    assert "Most supported" not in listed
    page = client.get("/en/avis/TUD-0001/").content.decode()
    assert "soutenir" not in page
    assert "repondre" not in page


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("44.0925, 6.2356", (44.0925, 6.2356)),
        ("44,0925 ; 6,2356", (44.0925, 6.2356)),
        ("https://www.openstreetmap.org/#map=17/44.0925/6.2356", (44.0925, 6.2356)),
        ("https://www.openstreetmap.org/?mlat=44.1&mlon=6.2#map=17/44.0/6.0", (44.1, 6.2)),
        ("https://maps.example/@-33.9,151.2,17z", (-33.9, 151.2)),
        ("144.0, 6.2", None),
        ("la place du village", None),
        ("", None),
    ],
)
def test_a_point_is_read_from_what_people_paste(text: str, point: tuple[float, float] | None) -> None:
    assert read_point(text) == point
