"""Bring third-party files into the source tree, pinned by version and SHA-256.

    python tools/vendor.py            download what VENDORED.toml names and write the files
    python tools/vendor.py --check    prove, without the network, that the committed files are those
    python tools/vendor.py --pin      download, then print the fingerprints to copy into VENDORED.toml

Packages come through `npm pack`, from the registry this machine is set to use.
Node is needed here only: neither setting Parvis up nor running it asks for it.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "src/parvis/core/static/parvis/vendor/VENDORED.toml"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def wanted(package: dict) -> dict[str, Path]:
    """Path inside the package → path in our tree, licence included."""
    files = {source: ROOT / target for source, target in package["files"].items()}
    folder = package.get("folder")
    if folder:
        for name in folder["names"]:
            files[f"{folder['from']}/{name}{folder['suffix']}"] = ROOT / folder["to"] / f"{name}{folder['suffix']}"
    return files


def fingerprint(files: dict[Path, bytes]) -> str:
    """One SHA-256 for all the files of a package: of the sorted lines « sha256  path »."""
    lines = sorted(f"{sha256(data)}  {path.relative_to(ROOT).as_posix()}" for path, data in files.items())
    return sha256("\n".join(lines).encode())


def download(package: dict, folder: str) -> tuple[str, dict[Path, bytes]]:
    """The tarball's SHA-256 and the content of the wanted files."""
    spec = f"{package['name']}@{package['version']}"
    answer = subprocess.run(
        ["npm", "pack", spec, "--silent", "--pack-destination", folder],
        check=True,
        capture_output=True,
        text=True,
    )
    tarball = Path(folder) / answer.stdout.strip().splitlines()[-1]
    with tarfile.open(tarball) as archive:
        content = {
            target: archive.extractfile(f"package/{source}").read() for source, target in wanted(package).items()
        }
    return sha256(tarball.read_bytes()), content


def check(packages: list[dict]) -> list[str]:
    """What differs between the committed files and the manifest, in plain words."""
    faults = []
    for package in packages:
        paths = list(wanted(package).values())
        missing = [path for path in paths if not path.exists()]
        faults += [f"{package['name']}: {path.relative_to(ROOT)} is missing" for path in missing]
        if not missing and fingerprint({path: path.read_bytes() for path in paths}) != package["files_sha256"]:
            faults.append(f"{package['name']}: a committed file differs from version {package['version']}")
    return faults


def fetch(packages: list[dict], *, pin: bool) -> list[str]:
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            tarball, content = download(package, folder)
            if pin:
                print(f'{package["name"]}\nsha256 = "{tarball}"\nfiles_sha256 = "{fingerprint(content)}"\n')
            elif tarball != package["sha256"]:
                faults.append(f"{package['name']}: the tarball is not the one pinned; nothing written")
                continue
            for path, data in content.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--pin", action="store_true")
    options = parser.parse_args()
    packages = tomllib.loads(MANIFEST.read_text())["package"]
    faults = check(packages) if options.check else fetch(packages, pin=options.pin)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
