import re

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from parvis.contributions.models import Verdict
from parvis.core.templatetags import parvis


def drawn(source: str, **context) -> str:
    return Template("{% load parvis %}" + source).render(Context(context))


def test_an_icon_is_silent_unless_named():
    assert 'aria-hidden="true"' in drawn('{% icon "bell" %}')
    named = drawn('{% icon "bell" label=words %}', words='Suivre "ceci"')
    assert 'role="img" aria-label="Suivre &quot;ceci&quot;"' in named
    assert "aria-hidden" not in named


def test_arrows_turn_round_in_arabic_and_bells_do_not():
    assert 'class="icon mirror"' in drawn('{% icon "arrow-right" %}')
    assert 'class="icon"' in drawn('{% icon "bell" %}')


@pytest.mark.parametrize("level", range(1, 6))
def test_the_step_reached_is_the_only_one_now(level):
    steps = drawn("{% degree level %}", level=level)
    bars = {state: drawn.count("M") for state, drawn in re.findall(r'<path class="(on|now|s)" d="([^"]+)"', steps)}
    assert bars == {state: n for state, n in (("on", level - 1), ("now", 1), ("s", 5 - level)) if n}
    assert f'aria-label="{parvis.WEIGHTS[level]}"' in steps


def test_the_steps_say_nothing_when_the_words_stand_beside_them():
    assert 'aria-hidden="true"' in drawn('{% degree 3 label="" %}')


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=5))
def test_shares_add_up_to_a_hundred_and_stay_near_the_truth(counts):
    percents = parvis.shares(counts)
    total = sum(counts)
    assert sum(percents) == (100 if total else 0)
    assert all(abs(share - 100 * count / total) < 1 for share, count in zip(percents, counts, strict=True) if total)


def test_the_channels_bar_says_its_shares():
    with translation.override("en"):
        bar = drawn("{% channels_bar channels %}", channels=[("online", 165), ("on paper", 92), ("aloud", 61)])
    assert 'aria-label="52% online, 29% on paper, 19% aloud"' in bar
    assert re.findall(r'x="(\d+)" width="(\d+)"', bar) == [("0", "52"), ("52", "29"), ("81", "19")]


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_icon(verdict):
    shown = render_to_string("components/verdict.html", {"verdict": {"key": verdict.value, "label": verdict.label}})
    assert f'class="verdict {verdict.value}"' in shown
    assert "<svg" in shown


class Idea(forms.Form):
    title = forms.CharField(label="Title", help_text="One sentence.")
    body = forms.CharField(label="Words", widget=forms.Textarea, max_length=600, required=False)
    link = forms.ChoiceField(label="Link", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_a_field_in_error_names_its_help_and_its_error():
    with translation.override("en"):
        shown = str(Idea({})["title"].as_field_group())
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_helptext"' in shown
    assert 'id="id_title_error"' in shown
    assert "optional" not in shown


def test_a_form_opens_on_what_stopped_it():
    with translation.override("en"):
        shown = str(Idea({}))
    assert shown.index('role="alert"') < shown.index('id="id_title"')
    assert 'href="#id_title"' in shown
    assert 'id="id_link"' in shown
    assert 'href="#id_link"' in shown


def test_a_long_text_is_counted_and_a_choice_is_a_card():
    with translation.override("en"):
        shown = str(Idea())
    assert '<char-count data-words="Characters left: {n}">' in shown
    assert shown.count('class="opts"') == 1
    assert "(optional)" in shown
