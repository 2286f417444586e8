"""A server killed, hurried, started twice: what it said it kept, it kept; what was counted is exact."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.robustness.served import ROOT, Served, wait_until

READ = (
    "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'parvis.config.settings'; import django; django.setup();"
    "from parvis.contributions.models import Contribution as C; from parvis.supports.models import Support;"
)
WRITERS = 8
PERSONS = 40  # none of them writes more than a person may in ten minutes


def posted(server: Served, known: dict, number: int) -> str:
    """Post one contribution; the code of its receipt, or nothing when the server went away."""
    words = {"nature": "need", "title": f"Le bus numéro {number}", "body": "Il passe trop tôt.", "publish": "1"}
    try:
        status, where = server.ask(
            "POST",
            known["submit"],
            session=known["sessions"][number % PERSONS],
            token=known["tokens"][number],
            **words,
        )
    except OSError:
        return ""
    assert status == 302, status
    assert "/recu/" in where, where
    return where.rstrip("/").rsplit("/", 1)[1]


@pytest.mark.slow
def test_kill_9_in_a_burst_loses_no_acknowledged_contribution(served: Served) -> None:
    known = served.prepare(persons=PERSONS, posts=800)
    served.start()
    enough = threading.Event()
    receipts: list[str] = []

    def write(first: int) -> None:
        for number in range(first, len(known["tokens"]), WRITERS):
            code = posted(served, known, number)
            if not code:
                return
            receipts.append(code)
            if len(receipts) >= 40:
                enough.set()

    with ThreadPoolExecutor(WRITERS) as writers:
        burst = [writers.submit(write, first) for first in range(WRITERS)]
        assert enough.wait(60), "no burst to kill"
        served.kill_group()
        for one in burst:
            one.result()
    wait_until(served.refuses, "the port is refused")

    served.start()
    kept = set(served.run("-c", READ + "print(*C.objects.public().values_list('code', flat=True))").split())
    assert len(receipts) >= 40
    assert len(set(receipts)) == len(receipts)
    assert set(receipts) <= kept
    assert served.ask("GET", f"/avis/{receipts[-1]}/")[0] in {200, 302}


@pytest.mark.slow
def test_supports_sent_all_at_once_count_once_per_person(served: Served) -> None:
    known = served.prepare(persons=51, posts=0)
    served.start()

    def give(session: str) -> int:
        return served.ask("POST", known["support"], session=session)[0]

    count = (
        READ + f"c = C.objects.get(code={known['supported']!r}); print(c.supports_count, Support.objects.count())"
    )
    alone, *others = known["sessions"]
    with ThreadPoolExecutor(20) as crowd:
        assert set(crowd.map(give, [alone] * 200)) == {302}
        assert served.run("-c", count).split() == ["1", "1"]
        assert set(crowd.map(give, others * 20)) == {302}
    assert served.run("-c", count).split() == ["51", "51"]


def test_kill_9_of_the_main_process_leaves_nobody_serving(served: Served) -> None:
    served.prepare(persons=0, posts=0)
    served.start()
    family = served.family()
    assert len(family) >= 2, "a web process and a worker"
    served.kill_main()
    wait_until(served.refuses, "the port is refused")
    _gone, alive = psutil.wait_procs(family, timeout=30)
    assert not alive
    served.start()  # and the directory is free again


def test_a_second_server_on_the_same_data_is_refused(served: Served) -> None:
    served.prepare(persons=0, posts=0)
    served.start()
    second = subprocess.run(
        [sys.executable, "-m", "parvis", "serve", "--port", str(served.port + 1)],
        env=served.environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert second.returncode == 2
    assert "already runs" in second.stderr
    assert "Traceback" not in second.stderr
    assert served.answers()
