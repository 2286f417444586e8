"""Démarches in a few words, for the tests of this room."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from parvis.processes import actions
from parvis.processes.models import Process
from tests.personas import World


def draft(
    world: World, *, blueprint: str = "express", title: str = "Transport urbain dignois", **more: Any
) -> Process:
    return actions.create_process(
        blueprint=blueprint,
        title=title,
        space=world.space,
        territory=world.digne,
        by=world.actor("olga"),
        **more,
    )


def complete(world: World, process: Process) -> Process:
    """Everything publication asks for, for any blueprint."""
    by, far = world.actor("olga"), timezone.localdate() + timedelta(days=400)
    actions.update_frame(process=process, by=by, summary="Dites où vous montez.")
    actions.update_promise(
        process=process,
        by=by,
        why="Le réseau change.",
        open="Les horaires",
        decided="Le tracé",
        elsewhere="Les cars régionaux",
        who_decides="Le conseil communautaire",
        who_reads="Le service Mobilités",
        how_answered="Une réponse à chacun",
        decides_on=far,
        results_on=far,
        answer_days=30,
    )
    return Process.objects.get(pk=process.pk)


def published(world: World, **more: Any) -> Process:
    return actions.publish_process(process=complete(world, draft(world, **more)), by=world.actor("olga"))
