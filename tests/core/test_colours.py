import colorsys

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.colours import contrast, nearest_accessible, parse_hex, to_hex

colours = st.tuples(*[st.integers(0, 255)] * 3).map(to_hex)


@pytest.mark.parametrize(
    ("text", "rgb"), [("#1F5c4A", (31, 92, 74)), ("abc", (170, 187, 204)), (" #000 ", (0, 0, 0))]
)
def test_parse_hex(text, rgb):
    assert parse_hex(text) == rgb


@pytest.mark.parametrize("text", ["", "#12", "vert", "#12345g", "#١٢٣", "#1234567"])
def test_what_is_not_a_colour_is_named(text):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        parse_hex(text)
    assert caught.value.messages == [f"“{text}” is not a colour. Write it as # and six signs, such as #1f5c4a."]


def test_known_contrasts():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#fff", "#fff") == 1


def test_a_good_colour_is_kept():
    assert nearest_accessible("#1F5C4A", on="#ffffff") == "#1f5c4a"


def test_a_pale_yellow_becomes_a_readable_one_of_the_same_hue():
    mended = nearest_accessible("#f2c94c", on="#ffffff")
    assert contrast(mended, "#fff") == pytest.approx(4.5, abs=0.1)
    red, green, blue = parse_hex(mended)
    assert red > green > blue
    assert colorsys.rgb_to_hsv(red, green, blue)[0] == pytest.approx(46 / 360, abs=0.04)


@given(colours, colours, st.sampled_from([3.0, 4.5]))
def test_what_is_proposed_can_be_read(colour, ground, ratio):
    assert contrast(nearest_accessible(colour, ground, ratio), ground) >= ratio


def test_an_impossible_ratio_gives_the_best_extreme():
    assert nearest_accessible("#777777", on="#777777", ratio=7) == "#000000"
