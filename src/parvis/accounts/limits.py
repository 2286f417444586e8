"""How often a gesture may be made. Counted in the shared cache, on POST only, never in a process's memory."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone


class TooOften(Exception):
    """A gesture was made too many times from one place; the middleware turns it into a page (429)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until}")
        self.until = until


def limit(gesture: str, who: Any, *, most: int, seconds: int) -> None:
    """Count one more ``gesture`` by ``who``; ``TooOften`` once there were ``most`` within ``seconds`` of the first.

    Read then written: two requests at the very same moment may count as one, and the end never moves.
    """
    key = f"often:{gesture}:{who}"
    now = timezone.now().replace(microsecond=0)
    count, until = cache.get(key) or (0, now.timestamp() + seconds)
    left = int(until - now.timestamp())
    if left <= 0:
        count, until, left = 0, now.timestamp() + seconds, seconds
    if count >= most:
        raise TooOften(datetime.fromtimestamp(until, UTC))
    cache.set(key, (count + 1, until), left)


def client_address(request: HttpRequest) -> str:
    """The caller's address; behind a declared proxy, the one the proxy wrote last (the rest can be forged)."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", maxsplit=1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
