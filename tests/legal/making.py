"""A regulated démarche in a few words."""

import io
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from parvis.legal import actions
from parvis.legal.models import Arrangement
from parvis.processes.models import Process
from tests.personas import World

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(name: str = "acte.pdf") -> io.BytesIO:
    file = io.BytesIO(PDF)
    file.name = name
    return file


def framed(world: World, process: Process | None = None, frame: str = "concertation-urbanisme") -> Process:
    process = process or world.process
    actions.choose_frame(process=process, frame=frame, by=world.actor("olga"))
    return Process.objects.get(pk=process.pk)


def announced(world: World, what: str = "Registre en mairie", **more: Any) -> Arrangement:
    more.setdefault("starts_on", yesterday())
    return actions.announce(process=world.process, what=what, by=world.actor("olga"), **more)


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)
