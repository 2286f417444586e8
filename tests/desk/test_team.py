"""The team gives and ends roles within its own scope; a role that is over opens nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from parvis.accounts import actions, tasks
from parvis.accounts.actors import SYSTEM, actor_of
from parvis.accounts.models import RetentionRule, Role, RoleAssignment, User
from parvis.contributions.queries import manageable_by
from parvis.core.rights import Refused
from parvis.organisations.models import Body, Organisation
from tests.client import StrictClient
from tests.personas import World

Browser = Callable[[str], StrictClient]
TEAM = "/bureau/equipe/"


def role(world: World, **changes: object) -> dict[str, object]:
    return {
        "email": "new@example.org",
        "name": "Nour",
        "role": "moderator",
        "where": f"space:{world.space.pk}",
    } | changes


class TestGiving:
    def test_the_animator_brings_a_moderator_who_is_told_by_mail(self, world: World, client_of: Browser) -> None:
        answer = client_of("olga").post(TEAM + "donner/", role(world, ends_on="2030-06-30"))
        assert answer.url == TEAM
        given = RoleAssignment.objects.get(user__email="new@example.org")
        assert (given.role, given.space, str(given.ends_on), given.granted_by) == (
            "moderator",
            world.space,
            "2030-06-30",
            world.users["olga"],
        )
        mail.outbox.clear()
        tasks.send_invitation.func(assignment_id=given.pk)
        assert mail.outbox[0].to == ["new@example.org"]
        assert "/bureau/" in mail.outbox[0].body

    def test_the_form_offers_only_ones_own_scope_and_no_higher_role(self, world: World, client_of: Browser) -> None:
        page = client_of("olga").get(TEAM + "donner/").content.decode()
        assert f"space:{world.space.pk}" in page
        assert f"space:{world.other_space.pk}" not in page
        assert 'value="platform"' not in page
        assert 'value="admin"' not in page

    @pytest.mark.parametrize("changes", [{"where": "elsewhere"}, {"role": "admin"}, {"where": "platform"}])
    def test_nor_does_it_take_what_it_does_not_offer(
        self, world: World, client_of: Browser, changes: dict[str, str]
    ) -> None:
        if changes.get("where") == "elsewhere":
            changes = {"where": f"space:{world.other_space.pk}"}
        answer = client_of("olga").post(TEAM + "donner/", role(world, **changes))
        assert answer.status_code == 200
        assert not User.objects.filter(email="new@example.org").exists()

    def test_and_the_verb_refuses_too(self, world: World) -> None:
        for giver, where in (("olga", world.other_space), ("mona", world.space), ("alice", world.space)):
            with pytest.raises(Refused):
                actions.grant_role(by=world.actor(giver), email="x@example.org", role="moderator", space=where)
        with pytest.raises(Refused):
            actions.grant_role(by=world.actor("olga"), email="x@example.org", role="admin", space=world.space)

    def test_without_the_second_key_nothing_is_given(self, world: World) -> None:
        with pytest.raises(Refused):
            actions.grant_role(
                by=actor_of(world.users["olga"]), email="x@example.org", role="moderator", space=world.space
            )

    def test_a_technician_answers_for_a_service(self, world: World, client_of: Browser) -> None:
        browser = client_of("olga")
        assert "id_service_error" in browser.post(TEAM + "donner/", role(world, role="technician")).content.decode()
        browser.post(TEAM + "donner/", role(world, role="technician", service=world.mobility.pk))
        assert RoleAssignment.objects.get(user__email="new@example.org").service == world.mobility

    def test_an_expert_is_limited_to_a_body(self, world: World) -> None:
        body = Body.objects.create(space=world.space, kind="copil", name="PNAU", slug="pnau")
        other = Body.objects.create(space=world.space, kind="copil", name="Autre", slug="autre")
        given = actions.grant_role(by=world.actor("olga"), email="x@example.org", role="expert", body=body)
        expert = actor_of(given.user)
        assert expert.holds(Role.EXPERT, body_id=body.pk)
        assert not expert.holds(Role.EXPERT, body_id=other.pk)
        assert not expert.is_staff
        assert not manageable_by(expert).exists()

    def test_the_clerk_does_not_moderate(self, world: World) -> None:
        given = actions.grant_role(by=world.actor("olga"), email="x@example.org", role="clerk", space=world.space)
        clerk = actor_of(given.user, has_second_factor=True)
        assert not clerk.holds(Role.MODERATOR, space_id=world.space.pk)


class TestEnding:
    def test_a_contract_that_ended_opens_nothing(self, world: World, client_of: Browser) -> None:
        browser = client_of("mona")
        assert browser.get("/bureau/").status_code in {200, 302}
        RoleAssignment.objects.filter(user=world.users["mona"]).update(
            ends_on=timezone.localdate() - timedelta(days=1)
        )
        assert browser.get("/bureau/").status_code == 403

    def test_a_role_is_ended_with_its_reason_and_stays_in_the_list(self, world: World, client_of: Browser) -> None:
        browser = client_of("olga")
        mona = RoleAssignment.objects.get(user=world.users["mona"])
        browser.post(f"{TEAM}{mona.pk}/finir/", {"reason": "Fin de mission"})
        assert not actor_of(world.users["mona"]).is_staff
        page = browser.get(TEAM).content.decode()
        assert "<details" in page
        assert "Mona" in page

    def test_somebody_elses_team_is_out_of_reach(self, world: World, client_of: Browser) -> None:
        mona = RoleAssignment.objects.get(user=world.users["mona"])
        assert client_of("charlie").post(f"{TEAM}{mona.pk}/finir/", {"reason": ""}).status_code == 404
        assert client_of("mona").get(TEAM).status_code == 403
        assert actor_of(world.users["mona"]).is_staff

    def test_the_last_administrator_stays(self, world: World, client_of: Browser) -> None:
        diane = RoleAssignment.objects.get(user=world.users["diane"])
        page = client_of("diane").post(f"{TEAM}{diane.pk}/finir/", {"reason": ""}).content.decode()
        assert "error-summary" in page
        assert actor_of(world.users["diane"]).scope(Role.ADMIN).everywhere

    def test_an_administrator_whose_role_will_end_is_not_enough(self, world: World) -> None:
        diane = RoleAssignment.objects.get(user=world.users["diane"])
        end = timezone.localdate() + timedelta(days=30)
        actions.grant_role(by=SYSTEM, email="b@example.org", role="admin", on_platform=True, ends_on=end)
        with pytest.raises(Refused):
            actions.end_role(assignment=diane, by=world.actor("diane"))
        actions.grant_role(by=SYSTEM, email="c@example.org", role="admin", on_platform=True)
        actions.end_role(assignment=diane, by=world.actor("diane"))


class TestPages:
    @pytest.mark.parametrize("more", [0, 3])
    def test_the_list_costs_the_same_for_any_team(
        self, world: World, client_of: Browser, more: int, django_assert_num_queries: Callable
    ) -> None:
        for number in range(more):
            actions.grant_role(
                by=SYSTEM, email=f"n{number}@example.org", name="N", role="moderator", space=world.space
            )
        browser = client_of("olga")
        with django_assert_num_queries(8):
            page = browser.get(TEAM).content.decode()
        assert page.count("/finir/") == 4 + more

    @pytest.mark.parametrize("more", [1, 3])
    def test_so_does_the_list_of_organisations(
        self, world: World, client_of: Browser, more: int, django_assert_num_queries: Callable
    ) -> None:
        for number in range(more):
            Organisation.objects.create(kind="association", name=f"A{number}", slug=f"a{number}", space=world.space)
        browser = client_of("olga")
        with django_assert_num_queries(8):
            page = browser.get(TEAM + "organismes/").content.decode()
        assert page.count("/verifier/") == 1 + more

    def test_an_organisation_counts_who_answers_for_it(self, world: World, client_of: Browser) -> None:
        olga, service = client_of("olga"), world.mobility
        page = olga.get("/en" + TEAM + "organismes/").content.decode()
        assert "1 in the team" in page
        assert "0 member" not in page
        assert "Tariq" in olga.get(f"/organismes/{service.slug}/membres/").content.decode()
        RoleAssignment.objects.filter(service=service).update(ends_on=timezone.localdate() - timedelta(days=1))
        page = olga.get("/en" + TEAM + "organismes/").content.decode()
        assert "in the team" not in page
        assert "0 members" in page

    def test_how_long_things_are_kept_is_the_dpos(self, world: World, client_of: Browser) -> None:
        actions.ensure_default_retention()
        assert client_of("olga").get(TEAM + "conservation/").status_code == 403
        RoleAssignment.objects.create(user=world.users["bob"], role=Role.DPO, on_platform=True)
        browser = client_of("bob")
        tomorrow = timezone.localdate() + timedelta(days=1)
        rule = {
            "key": "account",
            "source_fr": "Délibération",
            "source_ar": "مداولة",
            "starts_on": tomorrow.isoformat(),
        }
        for days in ("1000", "730"):  # sent again, corrected: one rule, not two
            assert browser.post(TEAM + "conservation/", rule | {"days": days}).status_code == 302
        former, new = RetentionRule.objects.filter(key="account").order_by("id")
        assert (former.days, former.ends_on) == (1095, timezone.localdate())
        assert (new.days, new.starts_on) == (730, tomorrow)
        page = browser.get("/ar" + TEAM + "conservation/").content.decode()
        assert "مداولة" in page
        assert "Délibération" not in page

    def test_the_first_rules_say_where_they_come_from_in_the_readers_language(
        self, world: World, client_of: Browser
    ) -> None:
        actions.ensure_default_retention()
        RoleAssignment.objects.create(user=world.users["bob"], role=Role.DPO, on_platform=True)
        browser = client_of("bob")
        for path in (TEAM + "conservation/", "/donnees-personnelles/"):
            assert "CNIL, durées de conservation" in browser.get(path).content.decode()
            assert "CNIL, retention periods" in browser.get("/en" + path).content.decode()
            assert "CNIL, " not in browser.get("/ar" + path).content.decode()
        assert "3 ans" in browser.get(TEAM + "conservation/").content.decode()

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"days": "0"}, "id_days_error"),
            ({"days": "99999999"}, "id_days_error"),
            ({"days": "10"}, "The warning must come before"),
            ({"key": "warning", "days": "2000"}, "The warning must come before"),
            ({"starts_on": "2020-01-01"}, "Choose today or a day to come"),
            ({"starts_on": ""}, "id_starts_on_error"),
            ({"key": "nothing"}, "id_key_error"),
            ({"source_fr": ""}, "id_source_error"),
        ],
    )
    def test_a_duration_that_makes_no_sense_is_refused(
        self, world: World, client_of: Browser, change: dict[str, str], sentence: str
    ) -> None:
        RoleAssignment.objects.create(user=world.users["bob"], role=Role.DPO, on_platform=True)
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        rule = {"key": "account", "days": "730", "source_fr": "Délibération", "starts_on": tomorrow}
        answer = client_of("bob").post("/en" + TEAM + "conservation/", rule | change)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not RetentionRule.objects.filter(starts_on__isnull=False).exists()
