"""The workshop of démarches: create, complete, publish, close; who may; how many queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.processes import actions
from parvis.processes.models import PhaseOpening, Process, Theme
from tests.client import StrictClient
from tests.files.test_files import photo
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
    assert queries(olga, "/en/bureau/demarches/") == one == 12


def test_the_list_filters_and_survives_any_address(world: World, client_of: Become) -> None:
    draft(world, title="Le vélo")
    olga = client_of("olga")
    for query, expected in (
        ("etat=draft", ["Le vélo"]),
        ("etat=published", ["Transport urbain : quels arrêts ?"]),
        ("les-miennes=1", ["Le vélo"]),
        ("q=TUD", ["Transport urbain : quels arrêts ?"]),
        ("q=velo", ["Le vélo"]),
        ("q=VÉLOS", ["Le vélo"]),
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
    data = {"title_fr": "Chez les autres", "space": world.space.pk, "starts_on": "2030-01-01"}
    response = client_of("charlie").post("/en/bureau/demarches/nouvelle/express/", data)
    assert "space" in response.context["form"].errors
    for name in ("visitor", "alice", "mona", "tariq", "elise"):
        assert client_of(name).get("/en/bureau/demarches/nouvelle/").status_code == 403, name
        assert client_of(name).post("/en/bureau/demarches/nouvelle/express/", data).status_code == 403, name
    assert not Process.objects.filter(title__icontains="Chez les autres").exists()


def test_a_commune_starts_from_what_another_territory_did(world: World, client_of: Become) -> None:
    source = published(world)
    first = timezone.localdate() + timedelta(days=40)
    data = {"title_fr": "Le bus à Sisteron", "space": world.other_space.pk, "territory": world.sisteron.pk}
    response = client_of("charlie").post(at(source, "dupliquer"), data | {"starts_on": first.isoformat()})
    assert response.status_code == 302
    copy = Process.objects.get(slug="le-bus-a-sisteron")
    assert (copy.space, copy.state) == (world.other_space, "draft")
    starts = [timezone.localdate(phase.starts_at) for phase in copy.phases.all() if phase.starts_at]
    assert min(starts) == first


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title_fr": "{title}"}, "still the name of the model"),
        ({"title_fr": " {TITLE} "}, "still the name of the model"),
        ({"starts_on": "2020-01-01"}, "This day is over"),
        ({"starts_on": "9999-12-31"}, "too far"),
        ({"starts_on": ""}, "is required"),
    ],
)
def test_a_copy_has_its_own_name_and_days_to_come(
    world: World, client_of: Become, change: dict[str, str], sentence: str
) -> None:
    source, charlie = published(world), client_of("charlie")
    page = charlie.get(at(source, "dupliquer"))
    names = {"title": str(source.title), "TITLE": str(source.title).upper()}
    words = {"title_fr": "Ailleurs", "space": world.other_space.pk, "starts_on": fields(page)["starts_on"]}
    answer = charlie.post(at(source, "dupliquer"), words | {k: v.format(**names) for k, v in change.items()})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


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
    frozen = StrictClient().get(f"/en/participer/{process.slug}/archive.json").json()
    assert frozen["root"] in page
    assert frozen["root"] in StrictClient().get(f"/en/participer/{process.slug}/").content.decode()


def test_an_archived_one_is_read_and_no_longer_written(world: World, client_of: Become) -> None:
    process, olga = published(world), client_of("olga")
    shown = {name: olga.get(at(process, name)) for name in ("cadre", "engagements")}
    for verb, data in (("clore", {"ending": "none", "ending_text_fr": "Refusé."}), ("archiver", {})):
        olga.post(at(process, verb), data)
    page = olga.get(at(process, "cadre")).content.decode()
    assert "This démarche is archived: it no longer changes." in page
    assert '<fieldset class="stack loose" disabled>' in page
    for name, response in shown.items():  # pages left open before
        words = fields(response) | {"title_fr": "Mes mots", "why_fr": "Mes mots"}
        answer = olga.post(at(process, name), words)
        assert answer.status_code == 422
        assert answer.content.decode().count("it no longer changes") == 2  # the notice, what stopped the form
        assert "Mes mots" in answer.content.decode()


def test_a_planned_publication_says_when_and_is_cancelled(world: World, client_of: Become) -> None:
    process, olga = complete(world, draft(world)), client_of("olga")
    soon = timezone.localtime() + timedelta(days=2)
    late = {"publish_at": soon.strftime("%Y-%m-%dT10:30")}
    page = olga.post(at(process, "programmer"), late, follow=True).content.decode()
    assert page.count("10:30") >= 2  # in the message, and where it is cancelled
    assert f'value="{late["publish_at"]}"' in page
    assert "Take it back to draft" not in page
    assert "publishes itself on" in olga.get("/en/bureau/").content.decode()
    page = olga.post(at(process, "retirer"), follow=True).content.decode()
    assert "publishes itself" not in page


def test_a_publication_that_missed_its_hour_is_on_the_day(world: World, client_of: Become) -> None:
    process = complete(world, draft(world))
    at_hour = timezone.now() + timedelta(minutes=5)
    actions.schedule_publication(process=process, at=at_hour, by=world.actor("olga"))
    process.promise.delete()
    actions.tick(at=at_hour)
    assert "was not published as planned" in client_of("olga").get("/en/bureau/").content.decode()


def test_a_phase_that_begins_before_the_planned_publication_is_noticed(world: World, client_of: Become) -> None:
    process, olga = complete(world, draft(world)), client_of("olga")
    far = timezone.localtime() + timedelta(days=60)
    page = olga.post(at(process, "programmer"), {"publish_at": far.strftime("%Y-%m-%dT%H:%M")}, follow=True)
    assert "begins before the publication" in page.content.decode()


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


# The cover -------------------------------------------------------------------------------------------------


def test_a_cover_asks_what_it_shows_then_is_seen_everywhere(
    world: World, client: StrictClient, client_of: Become
) -> None:
    olga, address = client_of("olga"), at(world.process, "cadre")
    sent = fields(olga.get(address)) | {"image": photo()}
    refused = olga.post(address, sent)
    assert refused.status_code == 422
    assert "Say in a few words what the image shows" in refused.content.decode()
    done = olga.post(address, fields(olga.get(address)) | {"image": photo(), "image_alt_fr": "La gare routière"})
    assert done.status_code == 302
    for page in ("/en/participer/transport/", "/en/participer/", "/en/"):
        assert 'alt="La gare routière"' in client.get(page).content.decode(), page
    head = client.get("/en/participer/transport/").content.decode()
    assert '<meta property="og:image" content="http://testserver/medias/images/' in head


def test_the_words_of_a_cover_change_and_it_can_be_taken_away(world: World, client_of: Become) -> None:
    olga, address = client_of("olga"), at(world.process, "cadre")
    olga.post(address, fields(olga.get(address)) | {"image": photo(), "image_alt_fr": "La gare"})
    first = Process.objects.get(pk=world.process.pk).image
    kept = {name: value for name, value in fields(olga.get(address)).items() if name != "image"}
    assert 'alt="La gare"' in olga.get(address).content.decode()
    assert olga.post(address, kept | {"image_alt_fr": "", "image_is_decorative": "on"}).status_code == 302
    again = Process.objects.get(pk=world.process.pk).image
    assert (again.is_decorative, again.digest) == (True, first.digest)
    kept = {name: value for name, value in fields(olga.get(address)).items() if name != "image"}
    assert olga.post(address, kept | {"image-clear": "on"}).status_code == 302
    assert Process.objects.get(pk=world.process.pk).image is None


def test_what_is_not_a_picture_is_refused_on_its_field(world: World, client_of: Become) -> None:
    olga, address = client_of("olga"), at(world.process, "cadre")
    broken = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\nbroken")
    refused = olga.post(address, fields(olga.get(address)) | {"image": broken, "image_alt_fr": "La gare"})
    assert refused.status_code == 422
    assert "cannot be read" in refused.content.decode()


def test_what_stops_a_step_is_said_once(world: World, client_of: Become) -> None:
    process = published(world)
    step = process.steps.get(method="proposals")
    sent = {"title_fr": "", "settings-title_max": "2"}
    refused = client_of("olga").post(at(process, "etapes") + f"{step.pk}/", sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert page.count("error-summary") == 1
    summary = page.partition("error-summary")[2].partition("</div>")[0]
    assert 'href="#id_title"' in summary
    assert 'href="#id_settings-title_max"' in summary
