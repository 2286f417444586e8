"""Front doors: who opens, dresses and switches; colours that can be read."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from parvis.accounts.actors import SYSTEM, actor_of
from parvis.accounts.models import User
from parvis.core.colours import contrast
from parvis.core.rights import Refused, can
from parvis.territories.actions import (
    dress_space,
    edit_space,
    move_funder,
    open_main_space,
    open_space,
    remove_funder,
    save_funder,
    set_space_image,
    switch_features,
)
from parvis.territories.models import Space
from parvis.territories.queries import space_for_host
from parvis.territories.theming import PAPER, brand, mentions, theme, theme_css
from tests.territories.perimeters import imported

pytestmark = pytest.mark.django_db


def photo(size: tuple[int, int] = (200, 100)) -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#1d3a5f").save(buffer, "PNG")
    buffer.name = "logo.png"
    buffer.seek(0)
    return buffer


def test_the_animator_opens_a_commune_and_hands_the_keys(world):
    opened = open_space(
        territory=world.digne, name="Ville de Digne", manager_email="Mairie@Example.org", by=world.actor("olga")
    )
    secretary = actor_of(User.objects.get(email="mairie@example.org"), has_second_factor=True)

    assert can(secretary, "manage", opened)
    assert not can(world.actor("olga"), "manage", opened)
    assert not can(secretary, "manage", world.space)
    assert not can(secretary, "manage", world.other_space)


def test_nobody_opens_a_space_at_the_neighbours(world):
    for name in ("charlie", "mona", "tariq", "alice", "visitor"):
        with pytest.raises(Refused):
            open_space(territory=world.digne, by=world.actor(name))
    open_space(territory=world.digne, by=world.actor("diane"))
    with pytest.raises(ValidationError, match="already has its own space"):
        open_space(territory=world.digne, by=world.actor("diane"))


def test_managing_asks_the_second_key(world):
    olga = actor_of(world.users["olga"], has_second_factor=False)
    with pytest.raises(Refused, match="second key"):
        edit_space(space=world.space, changes={"name": "Autre"}, by=olga)


def test_only_its_managers_edit_a_space(world):
    for name in ("charlie", "mona", "elise", "alice", "visitor"):
        with pytest.raises(Refused):
            edit_space(space=world.space, changes={"name": "Autre"}, by=world.actor(name))
    edit_space(space=world.space, changes={"name": "Autre", "is_main": False, "slug": "x"}, by=world.actor("olga"))

    world.space.refresh_from_db()
    assert (world.space.name, world.space.is_main, world.space.slug) == ("Autre", True, "provence-alpes")


def test_a_pale_colour_is_refused_with_the_nearest_good_one(world):
    with pytest.raises(ValidationError) as refused:
        dress_space(space=world.space, colours={"primary": "#8fb3e0"}, by=world.actor("olga"))

    better = refused.value.params["better"]
    assert better in refused.value.messages[0]
    assert contrast(better, PAPER) >= 4.5
    dress_space(space=world.space, colours={"primary": better, "accent": "#b4451f"}, by=world.actor("olga"))
    assert theme(Space.objects.get(pk=world.space.pk)).primary == better


def test_nothing_but_colours_enters_the_style(world):
    Space.objects.filter(pk=world.space.pk).update(accent="red}b{")
    css = theme_css(Space.objects.get(pk=world.space.pk))

    assert css.startswith(":root{--primary:#1d3a5f;")
    assert "red" not in css
    with pytest.raises(ValidationError):
        dress_space(space=world.space, colours={"accent": "red"}, by=world.actor("olga"))


def test_the_brand_is_the_logo_else_the_outline(django_assert_num_queries):
    p2a = imported("ca-provence-alpes-agglomeration").territory
    space = open_main_space(territory_code=p2a.code)
    edit_space(space=space, changes={"phone": "+237 699 00 11 22"}, by=SYSTEM)
    with django_assert_num_queries(1):
        found = space_for_host("testserver")
        plain = brand(found)
    assert plain.outline.startswith("M")
    assert plain.phone_link == "+237699001122"

    set_space_image(space=space, place="logo", upload=photo(), by=SYSTEM)
    with django_assert_num_queries(1):
        dressed = brand(space_for_host("testserver"))
    assert dressed.mark_url.startswith("/medias/images/")
    assert not dressed.outline


def test_opening_the_main_space_twice_gives_the_same(world):
    p2a = imported("cc-du-civraisien-en-poitou").territory
    first = open_main_space(territory_code=p2a.code)
    assert open_main_space(territory_code=p2a.code) == first
    assert not first.is_main  # this installation already had one


def test_a_domain_leads_to_its_own_space(world):
    edit_space(space=world.other_space, changes={"domain": "participer.sisteronais.example"}, by=SYSTEM)

    assert space_for_host("participer.sisteronais.example:8000") == world.other_space
    assert space_for_host("elsewhere.example") == world.space


def test_features_are_switched_by_managers_and_only_known_ones(world):
    switch_features(space=world.space, off=["agenda", "nonsense"], by=world.actor("olga"))

    assert world.space.features == ["agenda"]
    assert not world.space.has("agenda")
    assert world.space.has("news")
    with pytest.raises(Refused):
        switch_features(space=world.space, off=[], by=world.actor("charlie"))


def test_funders_are_said_everywhere_or_in_one_demarche(world, django_assert_num_queries):
    olga = world.actor("olga")
    values = {"name": "Région", "sentence": "Avec la Région", "programme": "2023-2027", "everywhere": True}
    region = save_funder(space=world.space, values=values, emblem=photo(), by=olga)
    leader = save_funder(
        space=world.space,
        values=values | {"name": "LEADER", "everywhere": False, "processes": [world.process]},
        emblem=None,
        by=olga,
    )

    assert [m.name for m in mentions(world.space)] == ["Région"]
    assert mentions(world.space)[0].image_url.startswith("/medias/")
    assert mentions(world.space)[0].image_alt == "Région"
    with django_assert_num_queries(1):
        assert [m.name for m in mentions(world.space, process_id=world.process.pk)] == ["Région", "LEADER"]

    move_funder(funder=leader, up=True, by=olga)
    assert [m.name for m in world.space.funders.all()] == ["LEADER", "Région"]
    with pytest.raises(Refused):
        remove_funder(funder=region, by=world.actor("charlie"))
    remove_funder(funder=region, by=olga)
    assert [m.name for m in world.space.funders.all()] == ["LEADER"]
