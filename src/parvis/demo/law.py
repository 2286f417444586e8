"""The legal life of a démarche: one text, its acts, what was announced, what proves that it was kept."""

from datetime import timedelta

from django.utils import timezone

from parvis.demo.people import acting_as
from parvis.legal.actions import add_evidence, announce, choose_frame, record_act, say_kept
from parvis.processes.models import Process


def prove_transport() -> None:
    """One line of each state: kept and proven, kept without evidence, to come."""
    olga, today = acting_as("olga"), timezone.localdate()
    process = Process.objects.get(prefix="TUD")
    choose_frame(process=process, frame="association-libre", by=olga)
    record_act(
        process=process,
        kind="notice",
        on=today - timedelta(days=46),
        until=today + timedelta(days=20),
        where="Panneaux des 46 mairies, bulletin d’octobre",
        by=olga,
    )
    posters = announce(
        process=process,
        what={
            "fr": "Affiches dans les bus et en mairie",
            "en": "Posters in buses and at the town hall",
            "ar": "ملصقات في الحافلات والبلدية",
        },
        starts_on=today - timedelta(days=46),
        where="14 arrêts, mairie de Digne",
        by=olga,
    )
    say_kept(arrangement=posters, kept_on=today - timedelta(days=46), kept_note="32 affiches posées.", by=olga)
    add_evidence(
        arrangement=posters, title="Bulletin municipal, page 4", text="Annonce et photo des affiches.", by=olga
    )
    market = announce(
        process=process,
        what={"fr": "Stand au marché", "en": "Stall at the market", "ar": "ركن في السوق"},
        starts_on=today - timedelta(days=23),
        where="Place du Général-de-Gaulle",
        by=olga,
    )
    say_kept(arrangement=market, kept_on=today - timedelta(days=23), kept_note="61 personnes rencontrées.", by=olga)
    announce(
        process=process,
        what={"fr": "Réunion de restitution", "en": "Feedback meeting", "ar": "اجتماع عرض النتائج"},
        starts_on=today + timedelta(days=50),
        where="Palais des congrès",
        by=olga,
    )
