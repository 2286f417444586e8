"""The code that is running, as a file: AGPL-3.0, section 13."""

import io
import tarfile
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

from django.conf import settings

NOT_CODE = {"__pycache__", "node_modules"}


def version() -> str:
    try:
        return installed_version("parvis")
    except PackageNotFoundError:
        return "0"


def published_at() -> str:
    """Where the code is published, when whoever installed it said so; else this server hands it out itself."""
    return settings.SOURCE_URL if settings.SOURCE_URL.startswith("http") else ""


@cache
def archive() -> bytes:
    """The package as it is on the disk, changes made here included. Data and secrets live elsewhere."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        tar.add(settings.PACKAGE_DIR, arcname=f"parvis-{version()}/parvis", filter=_only_code)
    return buffer.getvalue()


def _only_code(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    if NOT_CODE & set(entry.name.split("/")):
        return None
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
