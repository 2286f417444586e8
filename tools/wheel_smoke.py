"""Build the wheel, install it in an empty environment without Node, and see that it runs."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = lambda *command, **options: subprocess.run(command, check=True, **options)  # noqa: E731
        run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, str(ROOT))
        wheel = next(Path(folder).glob("parvis-*.whl"))
        venv.create(Path(folder) / "env", with_pip=True)
        python = Path(folder) / "env" / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel))
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "PARVIS_DATA_DIR": f"{folder}/data"}
        command = python.parent / "parvis"
        run(command, "--help", env=environment, stdout=subprocess.DEVNULL)
        run(command, "demo", "--build-only", env=environment, cwd=folder)
        script = (
            "import os; os.environ |= {'DJANGO_SETTINGS_MODULE': 'parvis.config.settings', 'PARVIS_DEMO': '1'};"
            "import django; django.setup();"
            "from django.test import Client;"
            "pages = ['/', '/participer/', '/en/', '/ar/'];"
            "codes = [Client().get(page, HTTP_HOST='127.0.0.1').status_code for page in pages];"
            "assert codes == [200] * 4, codes"
        )
        run(python, "-c", script, env=environment | {"PARVIS_DATA_DIR": f"{folder}/data/demo"}, cwd=folder)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, installed alone, four pages served")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
