"""A mail posted by a mail provider or a script: raw MIME, signed with a shared secret."""

import hashlib
import hmac
import time

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from parvis.accounts.limits import client_address, limit
from parvis.incoming.actions import take_in
from parvis.incoming.actions.mails import MOST_BYTES

FRESH_SECONDS = 300


def signature(moment: str, body: bytes) -> str:
    """HMAC-SHA-256 of ``moment`` (seconds since 1970), a full stop and the mail, under ``PARVIS_INCOMING_SECRET``."""
    signed = moment.encode() + b"." + body
    return hmac.new(settings.INCOMING_SECRET.encode(), signed, hashlib.sha256).hexdigest()


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """204 when the mail is ours now, whatever became of it: nobody outside learns why one was refused."""
    if not settings.INCOMING_SECRET:
        return HttpResponse(status=404)
    limit("incoming-from", client_address(request), most=600, seconds=60)
    body = _body(request)
    if body is None:
        return HttpResponse(status=413)
    if not _is_signed(request, body):
        return HttpResponse(status=401)
    take_in(body)
    return HttpResponse(status=204)


def _body(request: HttpRequest) -> bytes | None:
    """``None`` when it is too heavy: no more than the limit is ever read."""
    try:
        announced = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return None
    if announced > MOST_BYTES:
        return None
    try:
        body = request.body if hasattr(request, "_body") else request.read(MOST_BYTES + 1)
    except RequestDataTooBig:
        return None
    return body if len(body) <= MOST_BYTES else None


def _is_signed(request: HttpRequest, body: bytes) -> bool:
    moment = request.headers.get("X-Parvis-Timestamp", "")
    if not moment.isascii() or not moment.isdigit() or abs(time.time() - int(moment[:12])) > FRESH_SECONDS:
        return False
    given = request.headers.get("X-Parvis-Signature", "").removeprefix("sha256=")
    return given.isascii() and constant_time_compare(given, signature(moment, body))
