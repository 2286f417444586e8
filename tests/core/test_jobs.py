"""The queue: nothing lost, nothing given up too soon, nothing run twice at once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from parvis.core.jobs import daily_at, enqueue, every, job_state, pending_failures, try_again, worker
from parvis.core.jobs.declaring import Periodic, periodic_jobs
from parvis.core.jobs.models import Due, Run
from parvis.core.jobs.tasks import forget_finished_jobs
from parvis.core.jobs.worker import enqueue_due, revive_lost, run_one, run_pending
from tests.core import jobs_on_trial as trial


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    trial.seen.clear()


@pytest.mark.django_db
def test_a_job_runs_once_and_says_how_far_it_is() -> None:
    job_id = enqueue(trial.note, number=7)
    assert job_state(job_id).status == "waiting"
    assert run_pending() == 1
    state = job_state(job_id)
    assert trial.seen == [7]
    assert (state.status, state.done, state.total, state.message) == ("done", 1, 2, "half-way")
    assert run_pending() == 0


@pytest.mark.django_db
def test_what_somebody_waits_for_goes_first() -> None:
    enqueue(trial.note, number=1)
    enqueue(trial.urgent, number=2)
    run_pending()
    assert trial.seen == [2, 1]


@pytest.mark.django_db
def test_a_job_is_lost_with_the_fact_it_follows() -> None:
    with transaction.atomic():
        enqueue(trial.note, number=1)
        transaction.set_rollback(True)
    assert run_pending() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["a person’s own words, " * 5, {"ballot": 1}, 1.5, ["text"]])
def test_only_ids_enter_the_queue(words: object) -> None:
    with pytest.raises(TypeError, match="takes ids"):
        enqueue(trial.note, number=words)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore")
def test_a_failing_job_waits_longer_each_time_then_asks_for_a_person() -> None:
    job_id = enqueue(trial.fail, number=3)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for seconds in (10, 40, 160, 640):
            assert run_pending() == 1
            clock.shift(timedelta(seconds=seconds - 1))
            assert run_pending() == 0
            clock.shift(timedelta(seconds=2))
        assert not pending_failures()
        assert run_pending() == 1
    (failure,) = pending_failures()
    assert (failure.id, failure.attempts, failure.error) == (job_id, 5, "ValueError: cannot do 3")
    try_again(job_id)
    assert run_pending() == 1
    assert job_state(job_id).attempts == 1


@pytest.mark.django_db
def test_a_silent_worker_loses_its_job_five_times_at_most() -> None:
    job_id = enqueue(trial.note, number=1)
    from parvis.core.jobs import worker

    for attempt in range(1, 6):
        assert worker._claim(f"worker-{attempt}")
        assert revive_lost() == 0
        Run.objects.update(beat_at=timezone.now() - timedelta(seconds=61))
        assert revive_lost() == 1
        assert job_state(job_id).status == ("waiting" if attempt < 5 else "failed")
    assert pending_failures()[0].error == "The worker stopped before the end."


@pytest.mark.django_db
def test_a_worker_taken_for_dead_does_not_write_the_end_of_another() -> None:
    from parvis.core.jobs import worker

    job_id = enqueue(trial.note, number=1)
    row = worker._claim("slow")
    Run.objects.update(beat_at=timezone.now() - timedelta(seconds=61))
    revive_lost()
    worker._claim("other")
    worker._finish(row, "slow", None)
    assert job_state(job_id).status == "running"


@pytest.mark.django_db
def test_the_clock_enqueues_each_time_once(monkeypatch: pytest.MonkeyPatch) -> None:
    name = trial.note.module_path
    monkeypatch.setattr(
        "parvis.core.jobs.worker.periodic_jobs", {name: Periodic(name, trial.hang_once, every(timedelta(hours=1)))}
    )
    with time_machine.travel(datetime(2026, 3, 2, 10, 20, tzinfo=UTC), tick=False) as clock:
        assert enqueue_due() == 1
        assert enqueue_due() == 0
        clock.shift(timedelta(minutes=39))
        assert enqueue_due() == 0
        clock.shift(timedelta(hours=5))
        assert enqueue_due() == 1
    assert [due.due_at.hour for due in Due.objects.order_by("due_at")] == [10, 15]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 2, 2, 9, tzinfo=UTC), datetime(2026, 3, 1, 2, 10, tzinfo=UTC)),
        (datetime(2026, 3, 2, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 2, 10, tzinfo=UTC)),
        (datetime(2026, 7, 2, 12, 0, tzinfo=UTC), datetime(2026, 7, 2, 1, 10, tzinfo=UTC)),  # summer time
    ],
)
def test_daily_jobs_follow_local_time(now: datetime, due: datetime) -> None:
    assert daily_at(3, 10)(now) == due


def test_weekly_jobs_wait_for_their_day() -> None:
    assert daily_at(7, 0, weekday=0)(datetime(2026, 3, 5, 12, tzinfo=UTC)).strftime("%a %d %H") == "Mon 02 07"


@pytest.mark.django_db
def test_finished_jobs_are_forgotten_after_a_week_and_failures_kept() -> None:
    enqueue(trial.note, number=1)
    run_pending()
    forget_finished_jobs.func()
    assert Run.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        forget_finished_jobs.func()
    assert Run.objects.count() == 0


@pytest.mark.django_db
def test_a_job_whose_end_could_not_be_written_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its worker lives and goes on with others: its sign of life must not be given to this one."""

    def locked(*_words: object) -> None:
        raise OperationalError("database is locked")

    job_id = enqueue(trial.note, number=7)
    with monkeypatch.context() as patched:
        patched.setattr(worker, "_finish", locked)
        with pytest.raises(OperationalError):
            run_one("one")
    assert worker._in_hand == {}
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert revive_lost() == 1
        assert run_pending() == 1
    assert job_state(job_id).status == "done"


def test_rooms_declare_their_periodic_jobs() -> None:
    assert "parvis.core.jobs.tasks.forget_finished_jobs" in periodic_jobs


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db(transaction=True)
def test_several_workers_never_take_the_same_job() -> None:
    for number in range(40):
        enqueue(trial.note, number=number)

    def work(name: str) -> None:
        while run_one(name):
            pass
        connection.close()

    threads = [threading.Thread(target=work, args=(f"worker-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(trial.seen) == list(range(40))


# A real process, really killed ------------------------------------------------------------------------

WORKER = """
import django; django.setup()
from parvis.core.jobs import run_worker
run_worker()
"""


@pytest.fixture
def spawn(db_for_processes: str, tmp_path: Path) -> Callable[[], subprocess.Popen]:
    """Start workers on the test database; none survives the test."""
    started: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        environment = os.environ | {
            "DATABASE_URL": db_for_processes,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "JOB_TRACE": str(tmp_path / "trace"),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        started.append(subprocess.Popen([sys.executable, "-c", WORKER], env=environment, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def db_for_processes(transactional_db: None, tmp_path: Path) -> str:
    """The address of a database that other processes reach: the test one, or a file copy of the one in memory."""
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        user, host, port = settings["USER"], settings["HOST"] or "127.0.0.1", settings["PORT"] or 5432
        return f"postgres://{user}:{settings['PASSWORD']}@{host}:{port}/{settings['NAME']}"
    enqueue(trial.hang_once)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "copy.sqlite3")])
    return f"sqlite:///{tmp_path / 'copy.sqlite3'}"


def until(condition: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def sql(address: str, statement: str) -> list[tuple]:
    if address.startswith("sqlite"):
        import sqlite3

        with sqlite3.connect(address.removeprefix("sqlite:///"), timeout=20) as database:
            return database.execute(statement).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.slow
def test_a_job_whose_worker_is_killed_is_run_again(
    db_for_processes: str, spawn: Callable[[], subprocess.Popen], tmp_path: Path
) -> None:
    if connection.vendor == "postgresql":
        enqueue(trial.hang_once)
    trace = tmp_path / "trace"
    first = spawn()
    assert until(trace.exists), "the first worker never began"
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    sql(db_for_processes, "UPDATE jobs_run SET beat_at = '2020-01-01 00:00:00+00:00'")
    second = spawn()
    status = "SELECT status FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%hang_once'"
    assert until(lambda: sql(db_for_processes, status) == [("SUCCESSFUL",)])
    assert trace.read_text().count("started") == 2
    second.send_signal(signal.SIGTERM)
    assert second.wait(10) == 0, "a worker asked to stop leaves without a word"


class Clock(threading.Event):
    """Waits are counted, not slept; the worker is told to stop after ``most`` of them."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.most = most

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        if len(self.waits) >= self.most:
            self.set()
        return self.is_set()


@pytest.mark.django_db
def test_a_worker_waits_for_its_database_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock, refusals = Clock(most=8), iter(range(7))

    def refused(_worker: str) -> bool:
        if next(refusals, None) is not None:
            raise OperationalError('connection failed: connection to server at "db" failed: Connection refused')
        return False

    monkeypatch.setattr(worker, "run_one", refused)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(connection, "close", lambda: None)
    worker.run_jobs(clock)

    assert clock.waits == [1, 2, 4, 8, 16, 30, 30, worker.POLL_SECONDS]
    said = [record.getMessage() for record in caplog.records if record.name == worker.__name__]
    assert len(said) == 2
    assert "does not answer" in said[0]
    assert "Connection refused" in said[0]
    assert "answers again" in said[1]
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.django_db
def test_a_fault_of_ours_keeps_its_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(_worker: str) -> bool:
        raise OperationalError("no such table: tasks")

    monkeypatch.setattr(worker, "run_one", wrong)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(connection, "close", lambda: None)
    worker.run_jobs(Clock(most=2))

    assert any(record.exc_info for record in caplog.records)
