"""Only in the demonstration: enter as somebody without a code, and read the mails it sends."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parvis.accounts.actors import AUTHENTICATION_METHODS_SESSION_KEY
from parvis.accounts.models import User
from parvis.demo.personas import PERSONAS

LETTERS_SHOWN = 50


@require_GET
def door(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/door.html", {"personas": PERSONAS})


@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Log in as a persona, second key taken as shown."""
    persona = next((p for p in PERSONAS if p.key == key), None)
    if persona is None:
        raise Http404
    user = get_object_or_404(User, email=persona.email)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "demo"}]
    return redirect("desk:today" if persona.role else "site:home")


@dataclass(frozen=True)
class Letter:
    name: str
    subject: str
    to: str
    date: str
    text: str


@never_cache
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/mailbox.html", {"letters": [_read(path) for path in _files()[:LETTERS_SHOWN]]})


@require_GET
def letter(request: HttpRequest, name: str) -> HttpResponse:
    path = next((path for path in _files() if path.stem == name), None)
    if path is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": _read(path)})


def _files() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)


def _read(path: Path) -> Letter:
    """The last message of the file: the backend writes one file per connection."""
    source = path.read_bytes().split(b"-" * 79)[0]
    message = email.message_from_bytes(source, _class=EmailMessage, policy=email.policy.default)
    body = message.get_body(("plain",))
    return Letter(
        name=path.stem,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        date=str(message["Date"] or ""),
        text=body.get_content() if body else "",
    )
