"""Rebuild the translations: collect msgids (needs gettext's xgettext), fill, compile.

``--check`` changes nothing and fails when a sentence has no translation or a catalogue is not compiled.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "parvis"
SOURCES = PACKAGE / "locale_src"
LANGUAGES = ("fr", "ar")
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
}


def collect(package: Path) -> None:
    for language in LANGUAGES:
        catalogue = package / "locale" / language / "LC_MESSAGES" / "django.po"
        if not catalogue.exists():
            catalogue.parent.mkdir(parents=True, exist_ok=True)
            new = polib.POFile()
            new.metadata = {
                "Language": language,
                "MIME-Version": "1.0",
                "Content-Type": "text/plain; charset=UTF-8",
                "Content-Transfer-Encoding": "8bit",
                "Plural-Forms": PLURALS[language],
            }
            new.save(str(catalogue))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "parvis.config.settings",
        "PARVIS_SECRET_KEY": "messages",
        "PYTHONPATH": str(package.parent),
    }
    languages = [option for language in LANGUAGES for option in ("-l", language)]
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            *languages,
            "--no-obsolete",
            "--no-wrap",
            "--add-location=file",
            "-v0",
        ],
        cwd=package,
        env=environment,
        check=True,
    )


def arrange(package: Path) -> dict[str, dict]:
    """Each sentence still said, in the file of the first room that says it; the translations of all, by msgid."""
    known: dict[str, dict] = {}
    for source in sorted(SOURCES.glob("*.json")):
        known |= json.loads(source.read_text(encoding="utf-8"))
    typeset(known)
    rooms: dict[str, dict[str, dict]] = {}
    for entry in polib.pofile(str(package / "locale" / LANGUAGES[0] / "LC_MESSAGES" / "django.po")):
        if found := known.get(key_of(entry)):
            room = Path(entry.occurrences[0][0]).parts[0]
            rooms.setdefault(room.removesuffix(".py"), {})[key_of(entry)] = found
    for source in SOURCES.glob("*.json"):
        source.unlink()
    for room, sentences in rooms.items():
        text = json.dumps(sentences, ensure_ascii=False, indent=1)
        (SOURCES / f"{room}.json").write_text(text + "\n", encoding="utf-8")
    return known


def typeset(sentences: dict[str, dict]) -> None:
    """A no-break space holds French signs to their word (U+00A0: the fonts have no U+202F), whoever typed them."""

    def held(form: str) -> str:
        return re.sub(
            r"(?<=\S)[ \u202f](?=[:;?!»](?:\W|$))", "\u00a0", re.sub(r"«[ \u00a0\u202f]?", "«\u00a0", form)
        )

    for found in sentences.values():
        french = found.get("fr")
        if french:
            found["fr"] = [held(form) for form in french] if isinstance(french, list) else held(french)


def key_of(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}\u0004{entry.msgid}" if entry.msgctxt else entry.msgid


def fill(package: Path, known: dict[str, dict]) -> None:
    """Translations go to the catalogues."""
    for language in LANGUAGES:
        path = package / "locale" / language / "LC_MESSAGES" / "django.po"
        catalogue = polib.pofile(str(path), wrapwidth=0)
        catalogue.metadata["Plural-Forms"] = PLURALS[language]
        for entry in catalogue:
            entry.occurrences = []
            found = known.get(key_of(entry), {}).get(language)
            if "fuzzy" in entry.flags:
                entry.flags.remove("fuzzy")
                entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
            if not found:
                continue
            if entry.msgid_plural:
                forms = found if isinstance(found, list) else [found]
                count = 2 if language == "fr" else 6
                entry.msgstr_plural = {n: forms[min(n, len(forms) - 1)] for n in range(count)}
            else:
                entry.msgstr = found[-1] if isinstance(found, list) else found
        catalogue.save(str(path))


def compile_all(package: Path) -> None:
    for language in LANGUAGES:
        path = package / "locale" / language / "LC_MESSAGES" / "django.po"
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def untranslated(package: Path) -> list[str]:
    return [
        f"{language}: {entry.msgid}"
        for language in LANGUAGES
        for entry in polib.pofile(str(package / "locale" / language / "LC_MESSAGES" / "django.po"))
        if not entry.translated()
    ]


def check() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src" / "parvis"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "static"))
        collect(copy)
        missing = untranslated(copy)
    for sentence in missing:
        print("not translated –", sentence)
    for language in LANGUAGES:
        po = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
        compiled = {e.msgid_with_context: e.msgstr for e in polib.mofile(str(po.with_suffix(".mo")))}
        source = {e.msgid_with_context: e.msgstr for e in polib.pofile(str(po)) if e.translated()}
        if compiled != source:
            print(f"{language}: compiled catalogue is old. Run: make messages")
            return 1
    return 1 if missing else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        return check()
    collect(PACKAGE)
    fill(PACKAGE, arrange(PACKAGE))
    compile_all(PACKAGE)
    missing = untranslated(PACKAGE)
    print(f"{len(missing)} sentences to translate")
    for sentence in missing:
        print(" ", sentence)
    return 0


if __name__ == "__main__":
    sys.exit(main())
