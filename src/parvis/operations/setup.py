"""``parvis init``: a new installation, asked for in a handful of questions. No default password, ever."""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import click
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from parvis.operations import OperationError, data_dir
from parvis.operations.settings_file import NAME, write_settings_file

LOCAL_URL = "http://127.0.0.1:8000"


def run(
    directory: Path,
    start: Callable[..., None],
    *,
    no_input: bool,
    territory_file: str | None,
    admin_email: str | None,
    base_url: str | None,
    smtp: str | None,
    from_email: str | None,
) -> None:
    if (directory / NAME).exists():
        raise OperationError(f"{directory} is already set up. To change a setting, edit {directory / NAME}.")
    if no_input and not (territory_file and admin_email):
        raise OperationError("With --no-input, give --territory FILE.geojson and --admin EMAIL.")
    ask: Callable[..., str] = _never if no_input else click.prompt
    territory_file = territory_file or ask("GeoJSON file of your territory", type=click.Path(exists=True))
    admin_email = admin_email or ask("E-mail of the first administrator")
    base_url = base_url or ask("Public address", default=LOCAL_URL)
    smtp = (
        smtp if smtp is not None else ask("Mail server (smtp://user:password@host:port, empty: later)", default="")
    )
    from_email = from_email or ask("Address mails are sent from", default=admin_email)
    _refuse_nonsense(admin_email, base_url or LOCAL_URL)

    data_dir.prepare(directory)
    write_settings_file(
        directory,
        {
            "PARVIS_BASE_URL": base_url,
            "PARVIS_ALLOWED_HOSTS": ",".join(
                dict.fromkeys([urlsplit(base_url).hostname or "", "127.0.0.1", "localhost"])
            ),
            "PARVIS_FROM_EMAIL": from_email,
            "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
            **read_smtp(smtp),
        },
    )
    try:
        start()
        _fill(Path(territory_file), admin_email)
    except Exception:
        (directory / NAME).unlink(missing_ok=True)  # not set up: the next init starts again
        raise


def _refuse_nonsense(admin_email: str, base_url: str) -> None:
    try:
        validate_email(admin_email)
    except ValidationError:
        raise OperationError(f"{admin_email} is not an e-mail address.") from None
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise OperationError(f"{base_url} is not an address. Write it whole: https://participer.example.org")


def _never(_question: str, default: str = "", **_options: object) -> str:
    return default


def read_smtp(url: str) -> dict[str, str]:
    """``smtp://user:password@host:587`` (STARTTLS), ``smtps://`` (TLS from the start) → settings."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise OperationError("The mail server is written smtp://user:password@host:port (or smtps://…).")
    secure = parts.scheme == "smtps"
    port = parts.port or (465 if secure else 587)
    return {
        "PARVIS_SMTP_HOST": parts.hostname,
        "PARVIS_SMTP_PORT": str(port),
        "PARVIS_SMTP_USER": parts.username or "",
        "PARVIS_SMTP_PASSWORD": parts.password or "",
        "PARVIS_SMTP_SSL": "yes" if secure else "",
        "PARVIS_SMTP_TLS": "yes" if not secure and port != 25 else "",
    }


def _fill(territory_file: Path, admin_email: str) -> None:
    from django.utils import translation

    from parvis.accounts.actions import make_first_administrator, make_login_link
    from parvis.operations.database import upgrade
    from parvis.operations.imports import territories
    from parvis.territories.actions import open_main_space

    upgrade()
    with translation.override("en"):  # its refusals, in the language of the command
        result = territories(territory_file)
    if result["errors"]:
        raise OperationError(" ".join(error["message"] for error in result["errors"]))
    open_main_space(territory_code=result["code"])
    make_first_administrator(email=admin_email)
    click.echo(f"{result['name']}: {result['imported']} territories.")
    click.echo("Start it:   parvis serve")
    click.echo(f"Then log in once with this link (30 minutes): {make_login_link(email=admin_email)}")
