"""The ``parvis`` command: thin words over ``parvis.operations``. Django starts only where it is needed."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from parvis.operations import OperationError, data_dir


class _Commands(click.Group):
    """Lists commands in the order one meets them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="parvis", prog_name="parvis")
def parvis() -> None:
    """Parvis, the digital public square of a territory.

    \b
    To try it:         parvis demo
    To set it up:      parvis init, then parvis serve
    To look after it:  parvis check, parvis backup, parvis upgrade

    \b
    Where things are: PARVIS_DATA_DIR holds the database, the files and the keys
    (DATABASE_URL uses PostgreSQL instead of the SQLite file there).
    """


def start(*, create: bool = False) -> None:
    """Give this process its settings and start Django."""
    from parvis.operations.settings_file import load_settings_file

    path = data_directory()
    if create:
        data_dir.prepare(path)
    load_settings_file(path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise OperationError(str(error)) from error


def data_directory() -> Path:
    import platformdirs

    chosen = os.environ.get("PARVIS_DATA_DIR") or platformdirs.user_data_dir("parvis", appauthor=False)
    os.environ["PARVIS_DATA_DIR"] = chosen
    return Path(chosen).expanduser()


def port_option(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--port", envvar="PORT", default=8000, show_default=True, help="Port (or PORT).")(
        command
    )
    return click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")(command)


@parvis.command()
@port_option
@click.option("--fresh", is_flag=True, help="Throw away the demo's data and build it again.")
@click.option("--build-only", is_flag=True, help="Prepare the demo's data and stop.")
def demo(host: str, port: int, fresh: bool, build_only: bool) -> None:
    """Try Parvis on real territories, with people to be."""
    from parvis.operations import demonstration

    demonstration.run(data_directory(), host=host, port=port, fresh=fresh, build_only=build_only)


@parvis.command()
@click.option("--no-input", is_flag=True, help="Ask nothing: everything comes from the options.")
@click.option(
    "--territory", "territory_file", type=click.Path(exists=True, dir_okay=False), help="GeoJSON perimeter."
)
@click.option("--admin", "admin_email", help="E-mail of the first administrator.")
@click.option("--url", "base_url", help="Public address, for example https://participer.example.org")
@click.option("--smtp", help="Mail server, for example smtp://user:password@mail.example.org:587")
@click.option("--from", "from_email", help="Address mails are sent from.")
def init(**answers: Any) -> None:
    """Set up a new installation.

    Asks for the territory, the public address, the mail server and the first administrator.
    """
    from parvis.operations import setup

    setup.run(data_directory(), start, **answers)


@parvis.command()
@port_option
@click.option("--workers", default=1, show_default=True, help="Web processes (with SQLite, 1 is best).")
@click.option("--threads", default=4, show_default=True, help="Threads in each process.")
@click.option("--no-worker", is_flag=True, help="Jobs run elsewhere, by parvis worker.")
def serve(host: str, port: int, workers: int, threads: int, no_worker: bool) -> None:
    """Serve the site, and run its jobs, until stopped."""
    from contextlib import nullcontext

    from parvis.operations import server

    start()
    _refuse_old_database()
    with data_dir.only_one_server(data_directory()):
        server.probe_port(host, port)
        click.echo(f"Parvis answers on http://{host}:{port}/")
        with nullcontext() if no_worker else server.worker_process():
            server.run_web(host=host, port=port, workers=workers, threads=threads)


def _refuse_old_database() -> None:
    from parvis.operations.database import collect_static, is_empty, pending_migrations

    if is_empty():
        raise OperationError("Nothing is set up here yet. Run: parvis init")
    if pending_migrations():
        raise OperationError("The database is from another version. Run: parvis upgrade")
    collect_static()


@parvis.command()
def worker() -> None:
    """Run the jobs: mails, imports, periodic work."""
    from parvis.operations.server import die_with_parent

    start()
    die_with_parent()
    from parvis.core.jobs import run_worker

    run_worker()


@parvis.command()
@click.option("--mend", is_flag=True, help="Recount what disagrees.")
@click.option("--mail", "mail_to", help="Also send a test message to this address.")
def check(mend: bool, mail_to: str | None) -> None:
    """Say in plain words whether all is well.

    Looks at configuration, database, disk, mail and counters; exit code 1 when something is not well.
    """
    from parvis.operations import health

    start()
    findings = health.examine(mend=mend, mail_to=mail_to)
    for finding in findings:
        click.echo(f"{'✓' if finding.is_well else '✗'} {finding.what}: {finding.sentence}")
    sys.exit(0 if all(f.is_well for f in findings) else 1)


@parvis.command()
@click.argument("file", type=click.Path(dir_okay=False), required=False)
def backup(file: str | None) -> None:
    """Write one file that holds everything.

    Database, files, keys and settings, while the site runs. Whoever has the file has all: keep it as a key.
    """
    from parvis.operations import backups

    start()
    click.echo(f"Saved in {backups.save(Path(file) if file else None)}")


@parvis.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask before replacing what is there.")
def restore(file: str, yes: bool) -> None:
    """Put back a backup. The site must be stopped.

    A PostgreSQL backup goes back where its own settings say, or where DATABASE_URL says.
    """
    from parvis.operations import backups

    if not yes:
        click.confirm(f"Replace everything in {data_directory()} by {file}?", abort=True)
    data_dir.prepare(data_directory())
    with data_dir.only_one_server(data_directory()):
        backups.put_back(Path(file), data_directory(), start)
    click.echo("Restored. Start it with: parvis serve")


@parvis.command()
def upgrade() -> None:
    """Bring the database to this version (a backup is made first)."""
    from parvis.operations import backups, database

    start()
    if database.pending_migrations():
        click.echo(f"Backup in {backups.save(None)}")
    click.echo(f"{database.upgrade()} changes applied. Parvis is up to date.")


@parvis.group("import")
def import_() -> None:
    """Bring data from files."""


@import_.command("territories")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def import_territories(file: str, as_json: bool) -> None:
    """Bring a perimeter and its communes from a GeoJSON file."""
    start()
    from django.utils.translation import override

    from parvis.operations.imports import territories

    with override("en"):  # a terminal speaks one language: refusals too
        result = territories(Path(file))
    _print_result(result, as_json=as_json)


@import_.command("contributions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--step", "step_code", help="Code of the step that receives them.")
@click.option("--new-process", "new_process", metavar="TITLE", help="Make a closed démarche to receive them.")
@click.option("--space", "space_slug", help="Space of the new démarche (else the main one).")
@click.option("--parents", "parents_step", help="Step whose contributions the rows answer (arguments, comments).")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Say what a column is.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def import_contributions(file: str, as_json: bool, **options: Any) -> None:
    """Bring contributions from CSV, XLSX, ODS or JSON.

    Or the comments on them (--parents). The same file a second time imports nothing.
    """
    start()
    from django.utils.translation import override

    from parvis.operations.imports import contributions

    with override("en"):
        result = contributions(Path(file), **options)
    _print_result(result, as_json=as_json)


def _print_result(result: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        click.echo(f"{result['imported']} imported, {result['skipped']} already there.")
        for error in result["errors"]:
            where = f"line {error['line']}: " if error["line"] else ""
            click.echo(f"  {where}{error['message']}", err=True)
    sys.exit(1 if result["errors"] else 0)


@parvis.command()
@click.argument("process_code")
@click.option(
    "--format", "file_format", type=click.Choice(["csv", "xlsx", "ods"]), default="csv", show_default=True
)
@click.option("--output", type=click.Path(dir_okay=False), help="File to write (else the screen, CSV only).")
def export(process_code: str, file_format: str, output: str | None) -> None:
    """Write the public contributions of a démarche to a file.

    PROCESS_CODE is the beginning of its contributions’ codes (TUD) or its name in addresses.
    """
    start()
    from parvis.operations.exports import export_process

    export_process(process_code, file_format=file_format, output=Path(output) if output else None)


@parvis.command()
@click.option("--contributions", default=100_000, show_default=True, help="How many to make.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same territory.")
def volumetry(contributions: int, seed: int) -> None:
    """Fill the database with plausible people, to measure."""
    start()
    from parvis.operations import volumetry as filling

    filling.fill(contributions, seed=seed, tell=click.echo)


@parvis.group()
def admin() -> None:
    """Help someone who lost her way in."""


@admin.command("login-link")
@click.argument("email")
def login_link(email: str) -> None:
    """Print a link that logs EMAIL in, once.

    For the first administrator, or for whoever lost her second key.
    """
    start()
    from parvis.accounts.actions import make_login_link
    from parvis.accounts.models import User

    try:
        click.echo(make_login_link(email=email))
    except User.DoesNotExist:
        raise OperationError(f"No account has the address {email}.") from None


def main() -> None:
    try:
        parvis(prog_name="parvis")
    except OperationError as error:
        click.echo(f"parvis: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        where = Path(error.filename) if isinstance(error.filename, str) else data_directory()
        click.echo(f"parvis: {data_dir.explain(error, where)}", err=True)
        sys.exit(2)
    except Exception as error:
        from parvis.operations.database import explain

        sentence = explain(error)
        if sentence is None:
            raise
        click.echo(f"parvis: {sentence}", err=True)
        sys.exit(2)
