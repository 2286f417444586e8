"""The library of legal frames: what it holds, and how it refuses a file that is wrong."""

from datetime import date
from pathlib import Path

import pytest

from parvis.legal.frames import FrameError, library, load, suitable
from parvis.territories.models import Kind, Territory

GOOD = (Path(__file__).parents[2] / "src/parvis/legal/library/concertation-environnement.toml").read_text("utf-8")


def test_the_library_holds_the_devices_of_the_trade() -> None:
    frames = library()
    assert {"association-libre", "concertation-urbanisme", "petition-collectivite", "conseil-de-quartier"} <= set(
        frames
    )
    assert len(frames) >= 16
    assert all(set(version.title) == {"fr", "en", "ar"} for frame in frames.values() for version in frame.versions)


def test_a_text_that_changed_is_read_as_of_the_day() -> None:
    petition = library()["petition-collectivite"]
    before, after = petition.version_on(date(2022, 2, 22)), petition.version_on(date(2022, 2, 23))
    assert before
    assert after
    assert "cinquième" in before.points[0].text["fr"]
    assert "dixième" in after.points[0].text["fr"]


def test_an_intercommunality_is_not_offered_what_only_communes_may_do() -> None:
    day = date(2026, 11, 1)
    epci, commune, rabat = (
        Territory(kind=Kind.EPCI, country="FR"),
        Territory(kind=Kind.COMMUNE, country="FR"),
        Territory(kind=Kind.REGION, country="MA"),
    )
    offered = {
        name: {v.frame for v in suitable(where, day)} for name, where in (("epci", epci), ("commune", commune))
    }
    assert "referendum-local" not in offered["epci"]
    assert "petition-collectivite" not in offered["epci"]
    assert {"referendum-local", "petition-collectivite"} <= offered["commune"]
    assert {version.frame for version in suitable(rabat, day)} == {"maroc-petition-region"}


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("key = ", "ke y = ", "this is not TOML"),
        ('effect = "opinion"', 'effect = "maybe"', r"versions\[0\]: effect is “maybe”. Known: information"),
        ("least = 15", 'least = "15"', r"durations\[0\]: give least, most or both, in whole days"),
        ("days = -15", "days = 15", r"steps\[0\].days: negative before the opening"),
        ('kind = "bilan"', 'kind = "balance"', r"steps\[3\]: kind is “balance”"),
        ("verified = false", "verifed = false", r"durations\[0\]: unknown verifed. Known: least, most, verified"),
        ('ar = "التشاور القبلي في البيئة"', 'ar = ""', r"versions\[0\].title: say it in ar"),
        ("in_force_from = 2017-01-01", 'in_force_from = "soon"', "in_force_from must be a day"),
        ("kinds = []", 'kinds = ["village"]', r"kinds: unknown \['village'\]"),
        ('key = "concertation-environnement"', 'key = "other"', "must be the name of the file"),
    ],
)
def test_a_wrong_file_says_where_and_how_to_mend_it(tmp_path: Path, wrong: str, right: str, sentence: str) -> None:
    assert wrong in GOOD
    (tmp_path / "concertation-environnement.toml").write_text(GOOD.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(FrameError, match=sentence) as refusal:
        load(tmp_path)
    assert str(refusal.value).startswith("concertation-environnement.toml")


def test_two_versions_are_never_in_force_the_same_day(tmp_path: Path) -> None:
    both = GOOD + GOOD[GOOD.index("[[versions]]") :].replace('id = "2017"', 'id = "2018"')
    (tmp_path / "concertation-environnement.toml").write_text(both, encoding="utf-8")
    with pytest.raises(FrameError, match="“2017” is still in force when “2018” begins"):
        load(tmp_path)
