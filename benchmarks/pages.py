"""How fast pages are at 1 000, 10 000, 100 000 contributions (1 000 000 with ``--million``), and how that grows.

    python benchmarks/pages.py                          SQLite
    python benchmarks/pages.py --postgres postgres://postgres@127.0.0.1:5432 --million

Each size is filled by ``parvis volumetry`` in a database of its own, served by granian on the loopback as ``parvis
serve`` does, and read warm. Beside our pages, a Django view without middleware that renders a constant page is served
by the same process in the same run: what the frame costs. Prints a Markdown table; asserts nothing.

CPU is that of the server’s processes (psutil) for one request, not that of PostgreSQL. Pages are drawn anew for each
request, as for somebody signed in; « kept » is the CPU of the same page for passers-by within ten seconds of another
(``core/microcache.py``).
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
BARE = "/__bare__/"
DRAWN = "drawn=1"  # any cookie: the page is drawn for this reader
WARM, TIMED, CLIENTS = 5, 40, 4
CONSTANT = "<!doctype html><title>Constant</title>" + "<p>Always the same words.</p>" * 200


# The server ----------------------------------------------------------------------------------------------


@cache
def handlers() -> tuple[Any, Any]:
    """Our site, and Django with nothing around a view."""
    import django
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpResponse
    from django.test import override_settings
    from django.urls import path

    django.setup()
    site = WSGIHandler()
    urls = type("urls", (), {"urlpatterns": [path(BARE[1:], lambda _request: HttpResponse(CONSTANT))]})

    class Bare(WSGIHandler):
        def get_response(self, request: Any) -> Any:
            request.urlconf = urls
            return super().get_response(request)

    with override_settings(MIDDLEWARE=[]):
        return site, Bare()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """The site; a request that asks (``X-Count``) is answered with the number of its queries."""
    site, bare = handlers()
    if environ["PATH_INFO"] == BARE:
        return bare(environ, start_response)
    if "HTTP_X_COUNT" not in environ:
        return site(environ, start_response)
    from django.db import connection

    queries: list[str] = []

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    def counted(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("X-Queries", str(len(queries)))], *rest)

    with connection.execute_wrapper(counting):
        return site(environ, counted)


def serve(port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "benchmarks.pages:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level="warning",
        websockets=False,
    ).serve()


# What is read ----------------------------------------------------------------------------------------------


def prepare(contributions: int) -> dict[str, Any]:
    """Fill the database; the addresses to read and the session of someone at the desk."""
    import django

    django.setup()
    from django.contrib.sessions.backends.db import SessionStore

    from parvis.accounts.models import Participant, Role, RoleAssignment, User
    from parvis.contributions.models import Contribution
    from parvis.core.keyset import Keyset
    from parvis.operations.database import upgrade
    from parvis.operations.volumetry import fill
    from parvis.processes.models import Step

    upgrade()
    began = time.perf_counter()
    fill(contributions, seed=1, tell=lambda _words: None)
    filled = time.perf_counter() - began
    user = User.objects.create_user("olga@example.org", name="Olga")
    Participant.objects.create(owner=user, is_primary=True)
    RoleAssignment.objects.create(user=user, role=Role.ADMIN, on_platform=True)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    step = Step.objects.select_related("process").order_by("-contributions_count").first()
    roots = Contribution.objects.public().roots().filter(step=step)
    deep = roots.order_by("-created_at", "-id")[step.contributions_count * 9 // 10]
    cursor = Keyset(roots, order=("-created_at", "-id"))._cursor(deep, backwards=False)
    usual = roots.filter(comments_count__gt=0).order_by("-comments_count")[roots.count() // 100]
    here = f"/participer/{step.process.slug}/"
    listed = f"{here}{step.slug}/"
    pages = {
        "home": "/",
        "list of démarches": "/participer/",
        "démarche": here,
        **{f"step, {sort}": f"{listed}?sort={sort}" for sort in ("shuffled", "recent", "supported", "discussed")},
        "step, deep page": f"{listed}?sort=recent&page={cursor}",
        "contribution": usual.get_absolute_url(),
        "search": "/recherche/?q=banc+ecole",
        "desk, list": "/bureau/contributions/",
    }
    return {"pages": pages, "session": session.session_key, "seconds": filled}


# Measuring ---------------------------------------------------------------------------------------------------


def read(port: int, path: str, cookie: str = "", count: bool = False, times: int = 1) -> tuple[list[float], str]:
    """Seconds of each of ``times`` requests on one kept connection, and the number of queries of the last."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = (
        {"Accept-Language": "fr"} | ({"Cookie": cookie} if cookie else {}) | ({"X-Count": "1"} if count else {})
    )
    taken = []
    for _time in range(times):
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        taken.append(time.perf_counter() - began)
        if response.status != 200:
            raise SystemExit(f"{path}: {response.status}")
    connection.close()
    return taken, response.headers.get("X-Queries", "")


def cpu(server: psutil.Process) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in (server, *server.children(recursive=True)))


def warm(port: int, paths: Iterable[str], cookie: str) -> None:
    """Each of the server’s threads opens its own connection: the first page measured would pay for all of them."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        for path in paths:
            list(pool.map(lambda _n, path=path: read(port, path, cookie, times=WARM), range(CLIENTS)))


def measure(port: int, server: psutil.Process, path: str, cookie: str) -> dict[str, float]:
    taken, spent = timed(port, server, path, cookie or DRAWN)
    _taken, kept = timed(port, server, path, cookie)
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda _n: read(port, path, cookie or DRAWN, times=TIMED // CLIENTS), range(CLIENTS)))
    rate = TIMED / (time.perf_counter() - began)
    queries = 0 if path == BARE else int(read(port, path, cookie or DRAWN, count=True)[1])
    return {
        "p50": statistics.median(taken) * 1000,
        "p95": statistics.quantiles(taken, n=20)[-1] * 1000,
        "rate": rate,
        "cpu": spent * 1000,
        "kept": kept * 1000,
        "queries": queries,
    }


def timed(port: int, server: psutil.Process, path: str, cookie: str) -> tuple[list[float], float]:
    """Seconds of each of ``TIMED`` requests, and the CPU seconds of one."""
    read(port, path, cookie, times=WARM)
    before = cpu(server)
    taken, _queries = read(port, path, cookie, times=TIMED)
    return taken, (cpu(server) - before) / TIMED


@contextmanager
def served(environment: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, __file__, "serve", str(port)], env=environment)
    try:
        for _attempt in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(20)


def one_size(size: int, postgres: str) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory(prefix="parvis-pages-") as directory:
        environment = os.environ | {
            "PARVIS_DATA_DIR": directory,
            "PARVIS_SECRET_KEY": "measuring",
            "PARVIS_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "parvis.config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        name = f"parvis_pages_{size}"
        if postgres:
            environment["DATABASE_URL"] = f"{postgres}/{name}"
            sql(
                postgres,
                f"DROP DATABASE IF EXISTS {name}",
                f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0",
            )
        try:
            call = [sys.executable, __file__, "prepare", str(size)]
            done = subprocess.run(call, env=environment, check=True, stdout=subprocess.PIPE)
            prepared = json.loads(done.stdout.splitlines()[-1])
            print(f"{size} contributions filled in {prepared['seconds']:.0f} s", file=sys.stderr)
            with served(environment) as (port, server):
                cookie = f"parvis_session={prepared['session']}"
                pages = {"(bare Django view)": BARE, **prepared["pages"]}
                warm(port, prepared["pages"].values(), cookie)
                return {
                    page: measure(port, server, path, cookie if page.startswith("desk") else "")
                    for page, path in pages.items()
                }
        finally:
            if postgres:
                sql(postgres, f"DROP DATABASE IF EXISTS {name}")


def sql(postgres: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def table(found: dict[int, dict[str, dict[str, float]]]) -> Iterator[str]:
    sizes = list(found)
    yield "| page | contributions | p50 ms | p95 ms | requests/s | CPU ms | kept | queries | p50 growth | CPU growth | × bare CPU |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for page in found[sizes[0]]:
        for size in sizes:
            row, bare = found[size][page], found[size]["(bare Django view)"]
            first = found[sizes[0]][page]
            growth, heavier = row["p50"] / first["p50"], row["cpu"] / max(first["cpu"], 0.01)
            yield (
                f"| {page} | {size:,} | {row['p50']:.1f} | {row['p95']:.1f} | {row['rate']:.0f} | {row['cpu']:.1f} "
                f"| {row['kept']:.1f} | {row['queries']:.0f} | {growth:.2f} | {heavier:.2f} | {row['cpu'] / max(bare['cpu'], 0.01):.1f} |"
            )


def main() -> None:
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
        return
    if sys.argv[1:2] == ["prepare"]:
        print(json.dumps(prepare(int(sys.argv[2]))))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--million", action="store_true", help="also 1 000 000 (PostgreSQL)")
    parser.add_argument("--postgres", default="", metavar="URL", help="server, without the database’s name")
    options = parser.parse_args()
    sizes = options.sizes + ([1_000_000] if options.million else [])
    found = {size: one_size(size, options.postgres) for size in sizes}
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
