"""Draw the main screens again: twelve screens, two widths, French and Arabic, in docs/screens/.

python -m tools.screens          (make screens)
python -m tools.screens home     only those whose name begins so
"""

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tools.browser import ROOT, TRANSPORT, WIDTHS, Site, chromium, enter, open_context, served

FOLDER = ROOT / "docs/screens"
LANGUAGES = {"fr": "", "ar": "/ar"}
SHORTEST, TALLEST = 800, 4000
"""Pixels: beyond, a page is cut; its foot is on the other screens."""
COLOURS = 64


@dataclass(frozen=True)
class Screen:
    name: str
    path: str
    persona: str = ""


SCREENS = (
    Screen("home", "/"),
    Screen("list", "/participer/"),
    Screen("process", f"/participer/{TRANSPORT}/"),
    Screen("contribution", "/avis/TUD-0001/"),
    Screen("submit", f"/participer/{TRANSPORT}/vos-avis-et-propositions/deposer/"),
    Screen("identify", "/mon-suivi/identifier/"),
    Screen("search", "/recherche/?q=bus"),
    Screen("follow-up", "/mon-suivi/", "alice"),
    Screen("desk-today", "/bureau/", "olga"),
    Screen("desk-moderation", "/bureau/moderation/", "olga"),
    Screen("desk-answer", "/bureau/reponses/ecrire/?code=TUD-0002", "olga"),
    Screen("desk-process", f"/bureau/demarches/{TRANSPORT}/", "olga"),
)


def draw(page: Page, screen: Screen, *, language: str, width: int) -> Path:
    """One PNG, in a palette: text and flat colours lose nothing."""
    page.set_viewport_size({"width": width, "height": SHORTEST})
    page.goto(LANGUAGES[language] + screen.path, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})  # what sticks, sticks at the foot
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / f"{screen.name}-{width}-{language}.png"
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def draw_all(browser: Browser, site: Site, wanted: tuple[Screen, ...]) -> list[Path]:
    paths = []
    for persona in sorted({screen.persona for screen in wanted}):
        for width in WIDTHS:
            with open_context(browser, site, width=width) as context:
                page = context.new_page()
                if persona:
                    enter(page, persona)
                paths += [
                    draw(page, screen, language=language, width=width)
                    for screen in wanted
                    if screen.persona == persona
                    for language in LANGUAGES
                ]
    return paths


def main() -> int:
    wanted = tuple(screen for screen in SCREENS if screen.name.startswith(tuple(sys.argv[1:]) or ""))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as site, chromium() as browser:
        paths = draw_all(browser, site, wanted)
    print(f"{len(paths)} screens, {sum(path.stat().st_size for path in paths) / 1_000_000:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
