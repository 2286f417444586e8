"""The workshop of démarches: create, complete, publish, close; who may; how many queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.processes import actions
from parvis.processes.models import PhaseOpening, Process, Theme
from tests.client import StrictClient
from tests.personas import World, open_process
from tests.processes.making import complete, draft, published

Become = Callable[[str], StrictClient]
SECTIONS = (
    "cadre",
    "engagements",
    "calendrier",
    "etapes",
    "contenu",
    "journal",
    "equipe",
    "relecture",
    "publication",
)


def queries(client: StrictClient, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def at(process: Process, section: str = "") -> str:
    return f"/en/bureau/demarches/{process.slug}/" + (f"{section}/" if section else "")


def fields(response: Any, form: str = "form") -> dict[str, Any]:
    """What the form of a page would send as it is shown."""
    shown = response.context[form]
    values: dict[str, Any] = {}
    for bound in shown:
        value = bound.value()
        if isinstance(value, dict):
            values |= {f"{bound.html_name}_{code}": text for code, text in value.items()}
        elif isinstance(value, list) or hasattr(value, "all"):
            continue
        elif value is True:
            values[bound.html_name] = "on"
        elif value not in (None, False):
            values[bound.html_name] = str(getattr(value, "pk", value))
    return values


# Lists -----------------------------------------------------------------------------------------------------


def test_the_list_shows_what_olga_works_on_and_nothing_of_charlies(world: World, client_of: Become) -> None:
    mine, theirs = draft(world), None
    theirs = actions.create_process(
        blueprint="ideas", title="Chez Charlie", space=world.other_space, territory=world.sisteron,
        by=world.actor("charlie"),
    )  # fmt: skip
    page = client_of("olga").get("/en/bureau/demarches/").content.decode()
    assert str(mine.title) in page
    assert str(theirs.title) not in page


def test_the_list_takes_the_same_queries_for_one_and_for_three(world: World, client_of: Become) -> None:
    olga = client_of("olga")
    one = queries(olga, "/en/bureau/demarches/")
    for number in range(2):
        open_process(world.space, world.digne, prefix=f"AB{number}", slug=f"demarche-{number}")
    assert queries(olga, "/en/bureau/demarches/") == one == 11


def test_the_list_filters_and_survives_any_address(world: World, client_of: Become) -> None:
    draft(world, title="Le vélo")
    olga = client_of("olga")
    for query, expected in (
        ("etat=draft", ["Le vélo"]),
        ("etat=published", ["Transport urbain : quels arrêts ?"]),
        ("les-miennes=1", ["Le vélo"]),
        ("q=TUD", ["Transport urbain : quels arrêts ?"]),
        ("etat=nope&tri=nope&page=%00", None),
        ("tri=avis", None),
        ("tri=nouvelles", None),
    ):
        found = [str(process) for process, _now in olga.get(f"/en/bureau/demarches/?{query}").context["rows"]]
        assert expected is None or found == expected, query


# Creating --------------------------------------------------------------------------------------------------


def test_a_draft_is_ready_in_two_pages(world: World, client_of: Become) -> None:
    olga = client_of("olga")
    page = olga.get("/en/bureau/demarches/nouvelle/").content.decode()
    assert "/en/bureau/demarches/nouvelle/single_question/" in page
    data = {"title_fr": "Transport urbain dignois", "space": world.space.pk, "territory": world.digne.pk}
    response = olga.post("/en/bureau/demarches/nouvelle/express/", data | {"starts_on": "2027-03-01"}, follow=True)
    process = Process.objects.get(slug="transport-urbain-dignois")
    assert response.redirect_chain == [(at(process), 302)]
    assert "missing before publication" in response.content.decode()


def test_an_unknown_model_is_not_found_and_a_title_is_asked(world: World, client_of: Become) -> None:
    olga = client_of("olga")
    assert olga.get("/en/bureau/demarches/nouvelle/none/").status_code == 404
    response = olga.post("/en/bureau/demarches/nouvelle/express/", {"space": world.space.pk})
    assert response.status_code == 422
    assert "title" in response.context["form"].errors


def test_nobody_creates_in_a_space_she_does_not_manage(world: World, client_of: Become) -> None:
    data = {"title_fr": "Chez les autres", "space": world.space.pk}
    response = client_of("charlie").post("/en/bureau/demarches/nouvelle/express/", data)
    assert "space" in response.context["form"].errors
    for name in ("visitor", "alice", "mona", "tariq", "elise"):
        assert client_of(name).get("/en/bureau/demarches/nouvelle/").status_code == 403, name
        assert client_of(name).post("/en/bureau/demarches/nouvelle/express/", data).status_code == 403, name
    assert not Process.objects.filter(title__icontains="Chez les autres").exists()


def test_a_commune_starts_from_what_another_territory_did(world: World, client_of: Become) -> None:
    source = published(world)
    data = {"title_fr": "Le bus à Sisteron", "space": world.other_space.pk, "territory": world.sisteron.pk}
    response = client_of("charlie").post(at(source, "dupliquer"), data)
    assert response.status_code == 302
    copy = Process.objects.get(slug="le-bus-a-sisteron")
    assert (copy.space, copy.state) == (world.other_space, "draft")


def test_a_draft_of_others_is_not_a_model(world: World, client_of: Become) -> None:
    assert client_of("charlie").get(at(draft(world), "dupliquer")).status_code == 404


# The workshop ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", ["", *SECTIONS, "apercu"])
def test_each_section_opens_for_olga_and_for_nobody_else(world: World, client_of: Become, section: str) -> None:
    process = draft(world)
    assert client_of("olga").get(at(process, section)).status_code == 200
    for name in ("visitor", "alice", "charlie"):
        assert client_of(name).get(at(process, section)).status_code in (403, 404), name


@pytest.mark.parametrize("section", ["", "relecture", "apercu"])
def test_colleagues_read_and_say_a_word(world: World, client_of: Become, section: str) -> None:
    process = draft(world)
    for name in ("elise", "tariq", "mona"):
        assert client_of(name).get(at(process, section)).status_code == 200, name
        assert client_of(name).get(at(process, "cadre")).status_code == 403, name


def test_without_the_second_key_nothing_is_managed(world: World) -> None:
    browser = StrictClient()
    browser.force_login(world.users["olga"])
    assert browser.get(at(world.process, "cadre")).status_code == 403


@pytest.mark.parametrize(("section", "most"), [("", 20), *((section, 20) for section in SECTIONS)])
def test_a_section_takes_the_same_queries_whatever_its_content(
    world: World, client_of: Become, section: str, most: int
) -> None:
    process, olga = draft(world), client_of("olga")
    first = queries(olga, at(process, section))
    for number in range(3):
        step = actions.add_step(
            process=process, method="proposals", title=f"Étape {number}", by=world.actor("olga")
        )
        PhaseOpening.objects.create(phase=process.phases.first(), step=step, verbs=["create"])
        actions.write_log_entry(process=process, title=f"Jour {number}", by=world.actor("olga"))
        actions.review(process=process, verdict="comment", text="Bien", by=world.actor("elise"))
    assert queries(olga, at(process, section)) == first
    assert first <= most


def test_the_frame_is_saved_and_a_new_address_followed(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    sent = fields(olga.get(at(process, "cadre"))) | {"title_fr": "Les bus", "slug": "les-bus", "degree": "3"}
    response = olga.post(at(process, "cadre"), sent)
    assert response["Location"] == "/en/bureau/demarches/les-bus/cadre/"
    process.refresh_from_db()
    assert (str(process.title), process.degree) == ("Les bus", 3)


def test_what_another_wrote_meanwhile_is_not_lost_nor_what_i_wrote(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    sent = fields(olga.get(at(process, "cadre"))) | {"summary_fr": "Mon résumé"}
    actions.update_frame(process=process, by=world.actor("diane"), summary="Celui de Diane")
    response = olga.post(at(process, "cadre"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Someone changed this démarche" in page
    assert "Mon résumé" in page
    assert str(Process.objects.get(pk=process.pk).summary) == "Celui de Diane"
    again = sent | {"expected": response.context["form"]["expected"].value()}
    assert olga.post(at(process, "cadre"), again).status_code == 302
    assert str(Process.objects.get(pk=process.pk).summary) == "Mon résumé"


def test_an_incomplete_promise_is_saved_all_the_same(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    sent = fields(olga.get(at(process, "engagements"))) | {"open_fr": "Les horaires\nLes arrêts"}
    assert olga.post(at(process, "engagements"), sent).status_code == 302
    process.refresh_from_db()
    assert process.promise.open["fr"] == "Les horaires\nLes arrêts"
    assert 'href="#id_decided"' in olga.get(at(process, "engagements")).content.decode()


def calendar_data(response: Any) -> dict[str, Any]:
    form = response.context["form"]
    data = {"expected": form["expected"].value()}
    for bound in form.phases.management_form:
        data[bound.html_name] = str(bound.value())
    for phase in form.phases:
        for bound in phase:
            value = bound.value()
            if isinstance(value, dict):
                data |= {f"{bound.html_name}_{code}": text for code, text in value.items()}
            elif value:
                data[bound.html_name] = str(value)
    return data


def test_the_calendar_is_changed_with_plain_dates(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    sent = calendar_data(olga.get(at(process, "calendrier")))
    sent |= {"phase-3-title_fr": "Réunion", "phase-3-starts_on": "2020-01-05", "phase-3-ends_on": "2020-01-05"}
    sent["phase-1-remove"] = "on"
    assert olga.post(at(process, "calendrier"), sent).status_code == 302
    titles = [str(phase.title) for phase in process.phases.all()]
    assert len(titles) == 3
    assert titles[0] == "Réunion", "in the order of the dates"


def test_dates_the_wrong_way_round_are_said_on_their_field(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    sent = calendar_data(olga.get(at(process, "calendrier"))) | {"phase-0-ends_on": "2020-01-01"}
    response = olga.post(at(process, "calendrier"), sent)
    assert response.status_code == 422
    assert "It ends before it starts." in response.content.decode()


def test_boxes_open_and_close_what_residents_may_do(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    phase, step = process.phases.last(), process.steps.get()
    sent = {"expected": olga.get(at(process, "etapes")).context["form"]["expected"].value()}
    sent[f"open-{phase.pk}-{step.pk}"] = ["comment", "support"]
    assert olga.post(at(process, "etapes"), sent).status_code == 302
    opening = PhaseOpening.objects.get(phase__process=process)
    assert (opening.phase, opening.verbs) == (phase, ["comment", "support"])


def test_a_step_is_added_set_moved_and_removed(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    response = olga.post(at(process, "etapes/ajouter"), {"method": "proposals", "title_fr": "Vos idées"})
    step = process.steps.last()
    assert response["Location"] == at(process, f"etapes/{step.pk}")
    page = olga.get(at(process, f"etapes/{step.pk}"))
    sent = fields(page) | {"title_fr": "Toutes vos idées"}
    if page.context["form"].settings:
        sent |= {
            f"settings-{n}": f.initial
            for n, f in page.context["form"].settings.fields.items()
            if f.initial is not None and f.initial is not False
        }
    assert olga.post(at(process, f"etapes/{step.pk}"), sent).status_code == 302
    olga.post(at(process, f"etapes/{step.pk}/deplacer"), {"to": "up"})
    assert str(process.steps.first().title) == "Toutes vos idées"
    olga.post(at(process, f"etapes/{step.pk}/retirer"))
    assert process.steps.count() == 1


def test_blocks_are_added_without_a_script_and_then_saved(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    expected = olga.get(at(process, "contenu")).context["form"]["expected"].value()
    sent = {"expected": expected, "body-here": "1", "body-do": "add", "body-kind": "quote"}
    response = olga.post(at(process, "contenu"), sent)
    assert response.status_code == 200
    [block] = response.context["form"]["body"].value()
    sent = {"expected": expected, "body-here": "1", "body-block": block["id"], f"body-{block['id']}-type": "quote"}
    response = olga.post(at(process, "contenu"), sent)
    assert response.status_code == 422
    assert "Block 1 (Quote): Write the words." in response.content.decode()
    sent[f"body-{block['id']}-text_fr"] = "Un bus !"
    assert olga.post(at(process, "contenu"), sent).status_code == 302
    process.refresh_from_db()
    assert process.body == [{"id": block["id"], "type": "quote", "text": {"fr": "Un bus !"}}]


def test_the_logbook_is_written(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    day = timezone.localdate() - timedelta(days=2)
    olga.post(at(process, "journal"), {"title_fr": "Au marché", "on": day.isoformat(), "body-here": "1"})
    entry = process.log.get()
    assert (timezone.localdate(entry.at), entry.is_public) == (day, False)


def test_colleagues_are_added_and_taken_off(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    response = olga.post(at(process, "equipe"), {"email": "nobody@example.org", "role": "technician"})
    assert "Nobody has an account" in response.content.decode()
    olga.post(at(process, "equipe"), {"email": "bob@example.org", "role": "technician"})
    assert client_of("bob").get(at(process, "relecture")).status_code == 200
    olga.post(at(process, f"equipe/{process.team.get().pk}/retirer"))
    assert client_of("bob").get(at(process, "relecture")).status_code in (403, 404)


def test_a_colleagues_word_is_seen_on_the_hub(world: World, client_of: Become) -> None:
    process = draft(world)
    client_of("elise").post(at(process, "relecture"), {"verdict": "approved"})
    assert "Approved" in client_of("olga").get(at(process)).content.decode()


# Its life --------------------------------------------------------------------------------------------------


def test_what_is_missing_is_listed_with_links_and_nothing_is_published(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    page = olga.post(at(process, "publier"), follow=True).content.decode()
    assert f'href="{at(process, "engagements")}#id_decided"' in page
    assert Process.objects.get(pk=process.pk).state == "draft"


def test_published_scheduled_taken_back_closed_archived(world: World, client_of: Become) -> None:
    process, olga = complete(world, draft(world)), client_of("olga")
    state = lambda: Process.objects.get(pk=process.pk).state  # noqa: E731
    soon = timezone.localtime() + timedelta(days=2)
    olga.post(at(process, "programmer"), {"publish_at": soon.strftime("%Y-%m-%dT%H:%M")})
    assert state() == "scheduled"
    olga.post(at(process, "retirer"))
    assert state() == "draft"
    olga.post(at(process, "publier"))
    assert state() == "published"
    assert olga.post(at(process, "clore"), {"ending": "none"}).status_code == 422
    olga.post(at(process, "clore"), {"ending": "none", "ending_text_fr": "Le budget a été refusé."})
    assert state() == "closed"
    olga.post(at(process, "archiver"))
    assert state() == "archived"
    page = olga.get(at(process, "publication")).content.decode()
    assert "what is shown is what was frozen" in page
    frozen = olga.get(f"/en/bureau/demarches/{process.slug}/archive.json").json()
    assert frozen["root"] in page


def test_a_date_gone_is_refused_with_a_sentence(world: World, client_of: Become) -> None:
    process = complete(world, draft(world))
    response = client_of("olga").post(at(process, "programmer"), {"publish_at": "2020-01-01T10:00"})
    assert response.status_code == 422
    assert "Choose a date to come" in response.content.decode()


@pytest.mark.parametrize("persona", ["visiteur", "habitant", "technicien"])
def test_the_page_is_seen_as_someone_else(world: World, client_of: Become, persona: str) -> None:
    process = complete(world, draft(world))
    response = client_of("olga").get(at(process, f"apercu/{persona}"))
    assert response.status_code == 200
    assert str(process.title) in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "/bureau/" not in response.content.decode().split("<main")[1].split("</main")[0]


def test_only_three_personas_and_only_for_the_team(world: World, client_of: Become) -> None:
    process = draft(world)
    assert client_of("olga").get(at(process, "apercu/maire")).status_code == 404
    assert client_of("alice").get(at(process, "apercu/visiteur")).status_code in (403, 404)


# Themes ----------------------------------------------------------------------------------------------------


def test_themes_are_created_renamed_and_merged(world: World, client_of: Become) -> None:
    olga = client_of("olga")
    for name in ("Vélo", "Mobilités"):
        assert olga.post("/en/bureau/demarches/themes/", {"name_fr": name}).status_code == 302
    bike, mobility = Theme.objects.order_by("id")
    Process.objects.filter(pk=world.process.pk).update(theme=bike)
    olga.post(f"/en/bureau/demarches/themes/{bike.pk}/", {"name_fr": "Le vélo", "icon": "globe"})
    bike.refresh_from_db()
    assert (str(bike.name), bike.icon, bike.slug) == ("Le vélo", "globe", "velo")
    assert olga.post(f"/en/bureau/demarches/themes/{bike.pk}/fusionner/", {"into": "x"}).status_code == 404
    olga.post(f"/en/bureau/demarches/themes/{bike.pk}/fusionner/", {"into": mobility.pk})
    assert Process.objects.get(pk=world.process.pk).theme == mobility
    for name in ("charlie", "alice", "mona"):
        assert client_of(name).get(f"/en/bureau/demarches/themes/{mobility.pk}/").status_code in (403, 404), name


def test_the_list_of_themes_takes_the_same_queries(world: World, client_of: Become) -> None:
    olga, by = client_of("olga"), world.actor("olga")
    actions.create_theme(space=world.space, name="Eau", by=by)
    one = queries(olga, "/en/bureau/demarches/themes/")
    for name in ("Air", "Feu"):
        actions.create_theme(space=world.space, name=name, by=by)
    assert queries(olga, "/en/bureau/demarches/themes/") == one <= 20
