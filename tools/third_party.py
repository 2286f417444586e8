"""Write docs/reference/third-party.md: what Parvis is made with, from VENDORED.toml and the installed packages."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from tools.document_fonts import PACKAGES as FONT_PACKAGES

ROOT = Path(__file__).resolve().parent.parent
VENDORED = ROOT / "src/parvis/core/static/parvis/vendor/VENDORED.toml"
PAGE = ROOT / "docs/reference/third-party.md"
HEAD = """# Parts made by others

Parvis is AGPL-3.0-or-later. Everything below is free software whose licence lets it be used so. This page is written by
`python -m tools.third_party`.

## Files inside Parvis

Fetched and checked by `tools/vendor.py`, the fonts of documents made by `tools/document_fonts.py`; the text of each licence stands beside the files.

| part | version | licence |
|---|---|---|
"""
PACKAGES = """
## Python packages it installs

What `pip install parvis` brings, directly or not; psycopg and redis only with `[postgres]` and `[redis]`.

| package | licence |
|---|---|
"""
DATA = """
## Data of the demonstration

Perimeters of communes and the 2015 consultation on the Digital Republic bill: see `src/parvis/demo/data/LICENCE.md`.
"""


def main() -> None:
    parts = tomllib.loads(VENDORED.read_text(encoding="utf-8"))["package"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(one for group in project["optional-dependencies"].values() for one in group),
    ]
    page = HEAD + "".join(f"| {p['name']} | {p['version']} | {p['licence']} |\n" for p in parts)
    known = {part["name"] for part in parts}
    fonts = (name.rsplit("@", 1) for name in FONT_PACKAGES)
    page += "".join(f"| {name} | {version} | OFL-1.1 |\n" for name, version in fonts if name not in known)
    page += PACKAGES + "".join(f"| {name} | {licence} |\n" for name, licence in sorted(_licences(asked).items()))
    PAGE.write_text(page + DATA, encoding="utf-8")


def _licences(asked: list[str]) -> dict[str, str]:
    """Names are followed through what each package itself requires, its extras left aside but those asked for."""
    found: dict[str, str] = {}
    waiting = list(asked)
    while waiting:
        requirement = waiting.pop()
        name = re.split(r"[\s\[<>=!~;(]", requirement, maxsplit=1)[0].lower().replace("_", "-")
        if name in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:  # for another system or Python
            continue
        found[name] = _licence(package)
        extras = re.search(r"\[(.*?)\]", requirement)
        wanted = extras[1].split(",") if extras else []
        waiting += [r for r in package.requires or [] if "extra ==" not in r or any(f'"{e}"' in r for e in wanted)]
    return found


def _licence(package: Distribution) -> str:
    told = package.metadata.get("License-Expression") or ""
    classified = [c.rsplit(" :: ", 1)[1] for c in package.metadata.get_all("Classifier") or [] if "License ::" in c]
    written = (package.metadata.get("License") or "").strip().splitlines()
    return told or ", ".join(classified) or (written[0][:60] if written else "see its own files")


if __name__ == "__main__":
    main()
