"""Starting is quick because nothing heavy is imported before it is needed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

HEAVY = {
    "numpy", "scipy", "sklearn", "pandas", "highspy", "openpyxl", "odf", "PIL.JpegImagePlugin", "icalendar",
    "css_inline", "granian", "typst", "pypandoc", "segno", "lxml",
}  # fmt: skip
FIRST_REQUEST = """
import json, sys, django
django.setup()
from django.conf import settings
from django.db import connection
from django.test import Client
from parvis.operations.database import upgrade
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
upgrade()
assert Client().get("/", HTTP_HOST="127.0.0.1").status_code in {200, 404}
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same on both")
@pytest.mark.django_db
def test_the_first_page_is_served_without_the_heavy_libraries(tmp_path: Path, new_database: str) -> None:
    shutil.copy(new_database, tmp_path)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": "src",
        "PARVIS_DATA_DIR": str(tmp_path),
        "PARVIS_SECRET_KEY": "start",
        "DJANGO_SETTINGS_MODULE": "parvis.config.settings",
        "PARVIS_LOG_LEVEL": "CRITICAL",
    }
    done = subprocess.run(
        [sys.executable, "-c", FIRST_REQUEST], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert HEAVY & set(json.loads(done.stdout.splitlines()[-1])) == set()
