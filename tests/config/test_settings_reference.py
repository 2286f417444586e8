"""A setting nobody documented does not exist for an IT department."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_is_documented_and_no_other() -> None:
    source = (ROOT / "src/parvis/config/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.(?:text|flag|integer|items)\(["\']([A-Z_]+)["\']', source)) | {"PORT"}
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`([A-Z][A-Z_]+)`", page)) - {
        "DEBUG",
        "WARNING",
        "ERROR",
        "INFO",
        "NORMAL",
        "FULL",
        "INBOX",
    }
    assert described == read
