"""``parvis demo``: everything in one command, on a data directory of its own."""

import os
from pathlib import Path

import click

from parvis.operations import data_dir, server

MARK = "demo-built"


def run(root: Path, *, host: str, port: int, fresh: bool, build_only: bool) -> None:
    directory = root / "demo"
    os.environ |= {
        "PARVIS_DATA_DIR": str(directory),
        "PARVIS_DEMO": "1",
        "PARVIS_BASE_URL": f"http://{host}:{port}",
        "PARVIS_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "DJANGO_SETTINGS_MODULE": "parvis.config.settings",
    }
    os.environ.setdefault("PARVIS_LOG_LEVEL", "WARNING")
    data_dir.prepare(directory)
    with data_dir.only_one_server(directory):
        if not build_only:
            server.probe_port(host, port)
        if fresh or not (directory / MARK).exists():  # without a mark, a build was cut short
            forget(directory)
        _build(directory)
        if build_only:
            return
        _greet(host, port)
        with server.worker_process():
            server.run_web(host=host, port=port, workers=1, threads=4)


def forget(directory: Path) -> None:
    """What was built, whole or in part; files sent meanwhile stay."""
    for name in ("parvis.sqlite3", "parvis.sqlite3-wal", "parvis.sqlite3-shm", MARK):
        (directory / name).unlink(missing_ok=True)


def _build(directory: Path) -> None:
    """Make the demonstration once; a warm start only looks at the mark."""
    import django

    from parvis.operations.database import upgrade

    django.setup()
    mark = directory / MARK
    if not mark.exists():
        click.echo("Building the demonstration (a minute, the first time only)…")
    upgrade()
    if not mark.exists():
        _fill()
        mark.touch()


def _fill() -> None:
    from parvis.demo import scenario
    from parvis.operations.imports import digital_republic
    from parvis.territories.models import Space

    scenario.build(tell=click.echo)
    click.echo("  the consultation on the Digital Republic bill: 696 opinions, 3 994 arguments…")
    digital_republic(space=Space.objects.get(slug="france-exemple"))
    scenario.count_everyone()


def _greet(host: str, port: int) -> None:
    from parvis.demo.personas import PERSONAS

    url = f"http://{host}:{port}"
    click.echo(f"\n  Parvis answers on {url}/   (Ctrl-C stops it)\n")
    click.echo(f"  Enter as one of them, without a password: {url}/demo/")
    for persona in PERSONAS:
        click.echo(f"    {persona.first_name:<10} {persona.what}")
    click.echo(f"\n  Mails sent by the demonstration: {url}/demo/boite/\n")
