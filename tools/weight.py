"""What a first view weighs, measured in the browser; over the budget, the command fails.

    python -m tools.weight          (make weight)

A first view is a phone (390 px) with an empty cache. Kilobytes (1 000 bytes) are those transferred, compressed as the
server sends them; the total counts the HTTP headers too. Compared with the budget as whole kilobytes.
"""

import sys
import tempfile
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Response

from tools.browser import TRANSPORT, Site, chromium, open_context, served

PAGES = {
    "home": "/",
    "démarche": f"/participer/{TRANSPORT}/",
    "contribution": "/avis/TUD-0001/",
    "answer": f"/participer/{TRANSPORT}/vos-avis-et-propositions/deposer/",
}
LANGUAGES = {"fr": "", "ar": "/ar"}
KINDS = {"document": "HTML", "stylesheet": "CSS", "script": "JS", "font": "fonts", "image": "images"}
HEADERS = "headers"
COLUMNS = (*KINDS.values(), HEADERS)
BUDGET_KB = {"HTML": 25, "CSS": 20, "JS": 20, "fonts": 75}
MOST_KB, MOST_KB_ANSWER, MOST_REQUESTS, MOST_ELEMENTS = 150, 100, 12, 350

DOM = (0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601)
REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
SIZES = (
    *(0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32),
    *(1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26),
)
GRADES = ((80, "A"), (70, "B"), (55, "C"), (40, "D"), (25, "E"), (10, "F"))


def ecoindex(*, elements: int, requests: int, kilobytes: float) -> float:
    """EcoIndex of a page, 100 (best) to 0: ``100 − 5 × (3 q(DOM) + 2 q(requests) + q(kB)) / 6``.

    ``q`` is the rank among twenty quantiles of the HTTP Archive, interpolated. Method and tables: GreenIT-Analysis,
    https://github.com/cnumr/GreenIT-Analysis (script/ecoIndex.js), after http://www.ecoindex.fr/.
    """
    return 100 - 5 * (3 * _rank(DOM, elements) + 2 * _rank(REQUESTS, requests) + _rank(SIZES, kilobytes)) / 6


def _rank(quantiles: tuple[float, ...], value: float) -> float:
    above = bisect_right(quantiles, value)
    if above == len(quantiles):
        return above - 1
    below = quantiles[above - 1]
    return above - 1 + (value - below) / (quantiles[above] - below)


def grade(index: float) -> str:
    """A above 80, B above 70, C above 55, D above 40, E above 25, F above 10, else G (same source)."""
    return next((letter for least, letter in GRADES if index > least), "G")


@dataclass
class View:
    page: str
    language: str
    elements: int = 0
    requests: int = 0
    kilobytes: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.kilobytes.values())

    @property
    def index(self) -> float:
        return ecoindex(elements=self.elements, requests=self.requests, kilobytes=self.total)

    def excesses(self) -> list[str]:
        most = MOST_KB_ANSWER if self.page == "answer" else MOST_KB
        measured = [
            ("kB", self.total, most),
            ("requests", self.requests, MOST_REQUESTS),
            ("elements", self.elements, MOST_ELEMENTS),
            *((f"kB of {kind}", self.kilobytes.get(kind, 0), kb) for kind, kb in BUDGET_KB.items()),
        ]
        return [
            f"{self.page} ({self.language}): {value:.0f} {what}, {limit} at most"
            for what, value, limit in measured
            if round(value) > limit
        ]

    def row(self) -> str:
        kinds = " | ".join(f"{self.kilobytes.get(kind, 0):.1f}" for kind in COLUMNS)
        return (
            f"| {self.page} | {self.language} | {self.requests} | {self.total:.1f} | {kinds} "
            f"| {self.elements} | {self.index:.0f} {grade(self.index)} |"
        )


def measure(browser: Browser, site: Site, page_name: str, language: str) -> View:
    view = View(page_name, language)
    answers: list[Response] = []

    def note(answer: Response) -> None:  # playwright wants a function of ours
        answers.append(answer)

    with open_context(browser, site, width=390) as context:
        page = context.new_page()
        page.on("response", note)
        page.goto(LANGUAGES[language] + PAGES[page_name], wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        view.elements = page.evaluate("document.querySelectorAll('*').length")
        view.requests = len(answers)
        for answer in answers:
            sizes = answer.request.sizes()
            kind = KINDS.get(answer.request.resource_type, "images")
            for what, size in ((kind, "responseBodySize"), (HEADERS, "responseHeadersSize")):
                view.kilobytes[what] = view.kilobytes.get(what, 0) + sizes[size] / 1000
    return view


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as site, chromium() as browser:
        views = [measure(browser, site, page, language) for page in PAGES for language in LANGUAGES]
    print(f"| page | language | requests | kB | {' | '.join(COLUMNS)} | elements | EcoIndex |")
    print("|---|---|" + "---:|" * (len(COLUMNS) + 4))
    print("\n".join(view.row() for view in views))
    excesses = [excess for view in views for excess in view.excesses()]
    print("\n" + ("\n".join(excesses) or "Within the budget."))
    return 1 if excesses else 0


if __name__ == "__main__":
    sys.exit(main())
