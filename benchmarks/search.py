# ruff: noqa: E402, SIM905
"""How long a search takes with 1 000, 10 000, 100 000 contributions, and how much longer than with a hundred times less.

python benchmarks/search.py [SIZE …]        DATABASE_URL chooses the database; a scratch one is made and dropped.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")
os.environ.setdefault("PARVIS_SECRET_KEY", "benchmark")
os.environ.setdefault("PARVIS_DATA_DIR", tempfile.mkdtemp(prefix="parvis-benchmark-"))
sys.path[:0] = [str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1])]

import django
from django.conf import settings

django.setup()

from django.db import connection, transaction

from parvis.accounts.actors import VISITOR
from parvis.contributions import spine
from parvis.contributions.models import Contribution
from parvis.search import index
from parvis.search.engines import engine
from parvis.search.queries import Filters, search, similar_contributions
from tests.personas import World, build_world

TOPICS = (
    "transport bus gare horaires arrêt gratuit vélo piste cyclable trottoir poussette lycée école cantine médecin santé "
    "marché commerce eau forêt incendie éclairage nuit place fontaine banc ombre arbre jardin déchets compost logement "
    "chauffage travaux stationnement mairie bibliothèque piscine stade jeunes aînés handicap association fête musique"
).split()
SYLLABLES = ("ba", "cho", "di", "fra", "gue", "lo", "ma", "nou", "pi", "re", "sa", "tion", "ver", "zan", "mi", "la")
QUERIES = (
    "transport",
    "bus gare",
    "velo",
    "piste cyclable lycee",
    "transprot",
    "medecin sante",
    "fontaine ombre",
    "stationement",
)


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Thirty thousand words: the first in one contribution of seven, most of them rare (Zipf)."""
    invented = {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(30_000)}
    words = TOPICS + sorted(invented)
    return words, [1 / (rank + 60) for rank in range(len(words))]


def fill(world: World, start: int, end: int, chance: random.Random) -> None:
    words, weights = vocabulary(random.Random(1))

    def row(number: int) -> Contribution:
        return Contribution(
            code=f"B-{number}", kind="proposal", state="published", space=world.space, process=world.process,
            step=world.step, territory=world.digne, supports_count=int(chance.paretovariate(1)),
            title=" ".join(chance.choices(words, weights, k=chance.randint(3, 9))),
            body=" ".join(chance.choices(words, weights, k=chance.randint(20, 90))),
        )  # fmt: skip

    for first in range(start, end, 2_000):
        with transaction.atomic():
            rows = spine.create_many(row(number) for number in range(first, min(first + 2_000, end)))
            index.put("contribution", [row.pk for row in rows])
    engine().tidy()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def milliseconds(gesture: object, repeats: int = 5) -> float:
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        gesture()  # type: ignore[operator]
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def measure(world: World) -> dict[str, float]:
    times = {text: milliseconds(lambda text=text: search(VISITOR, text)) for text in QUERIES}
    times["bus, one commune"] = milliseconds(lambda: search(VISITOR, "bus", Filters(territory=world.sisteron)))
    alike = milliseconds(lambda: similar_contributions(world.step, "un banc a l'ombre place de la gare"))
    ordered = sorted(times.values())
    return times | {
        "p50": statistics.median(ordered),
        "p95": ordered[int(len(ordered) * 0.95) - 1 if len(ordered) > 1 else 0],
        "similar": alike,
    }


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000]
    if connection.vendor == "sqlite":
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(
            Path(settings.DATA_DIR) / "bench.sqlite3"
        )
        connection.settings_dict["TEST"]["NAME"] = str(Path(settings.DATA_DIR) / "bench.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        world, chance, done, results = build_world(), random.Random(2), 0, {}
        for size in sizes:
            begin = time.perf_counter()
            fill(world, done, size, chance)
            print(f"{connection.vendor}: {size:>7} contributions, indexed in {time.perf_counter() - begin:.0f} s")
            results[size], done = measure(world), size
        print(f"{'ms':<24}" + "".join(f"{size:>10}" for size in sizes) + "   growth")
        for name in results[sizes[0]]:
            times = [results[size][name] for size in sizes]
            print(f"{name:<24}" + "".join(f"{t:>10.1f}" for t in times) + f"{times[-1] / times[0]:>9.1f}")
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    import logging

    logging.disable()
    # The results’ own addresses belong to other rooms; here only finding is measured.
    main()
