"""How often a gesture may be made. Counted in the shared cache, on POST only, never in a process's memory."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def allow(gesture: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more ``gesture`` by ``who``; false once there were ``most`` within ``seconds`` of the first."""
    key = f"limit:{gesture}:{who}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it expired between the two lines
        return True


def client_address(request: HttpRequest) -> str:
    """The caller's address; behind a declared proxy, the one the proxy wrote last (the rest can be forged)."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", maxsplit=1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
