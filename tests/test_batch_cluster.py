"""A batch on a Dask cluster of worker processes on this machine, one of which is killed in the middle."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import distributed
import pytest

from course import batch
from course.batch.cluster import NoCluster, carry_out, run_on_cluster
from course.organisations import cohort
from tests.batches import comparable, left

PLACES, SESSIONS = ("sula", "asker", "stranda"), ("home", "04_anchoring")


def plan(out: Path, database: Path) -> list[batch.Task]:
    tasks = batch.plan(cohort("pilot"), out, municipalities=PLACES, sessions=SESSIONS)
    return [
        batch.Task.from_message({**task.as_message, "database": f"sqlite:///{database}"}) for task in tasks
    ]


@pytest.mark.slow
def test_every_result_is_there_once_and_as_a_local_run_makes_it_though_a_worker_is_killed(database, tmp_path):
    local, sent = plan(tmp_path / "local", database), plan(tmp_path / "sent", database)
    assert [result.error for result in batch.run_notebooks(local, 2)] == [""] * len(local)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=tmp_path
    ) as cluster:
        results = []
        with distributed.Client(cluster, set_as_default=False) as client:
            workers = set(client.run(os.getpid).values())
            for result in run_on_cluster(sent, cluster.scheduler_address):
                results.append(result)
                if len(results) == 1:
                    os.kill(min(workers), signal.SIGKILL)
    assert [result.error for result in results] == [""] * len(sent)
    assert Counter(result.task for result in results) == Counter(sent)
    for one, other in zip(local, sent, strict=True):
        assert comparable(one) == comparable(other)
    assert {name for task in sent for name in left(task)} == {
        f"{session}.{kind}" for session in SESSIONS for kind in ("ipynb", "html")
    }


def test_a_worker_with_other_code_makes_nothing(tmp_path, database):
    task = plan(tmp_path, database)[0]
    outcome = carry_out(task.as_message, {}, "another version's")
    assert "another version" in outcome.error and outcome.page == ""
    assert left(task) == []


def test_an_address_where_nobody_is_is_told(tmp_path, database, monkeypatch):
    monkeypatch.setattr("course.batch.cluster._CONNECTING", "1s")
    with pytest.raises(NoCluster, match=r"127\.0\.0\.1:9"):
        list(run_on_cluster(plan(tmp_path, database), "tcp://127.0.0.1:9"))


def test_the_cluster_is_of_no_concern_to_a_run_without_one():
    check = "import course.cli.commands, course.batch, sys; sys.exit('distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False, timeout=120).returncode == 0
