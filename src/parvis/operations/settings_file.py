"""What ``parvis init`` wrote: ``parvis.env`` in the data directory, one NAME=value a line. The environment wins."""

import os
from pathlib import Path

NAME = "parvis.env"


def load_settings_file(directory: Path) -> None:
    path = directory / NAME
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def write_settings_file(directory: Path, values: dict[str, str]) -> Path:
    path = directory / NAME
    lines = ["# Written by parvis init. Every setting: docs/reference/settings.md"]
    lines += [f"{name}={value}" for name, value in values.items() if value]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path
