"""The runs of a cohort's notebooks, as jobs of the server: they go on when the tab and the sign-in are gone.

Each runs the command `workbook` in processes of its own, so that nothing a notebook does can hold up or
bring down the server. What it makes is there as one ZIP when all of it is made, and not before.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from sqlalchemy.exc import SQLAlchemyError

from ..batch import pack
from ..grants import Grant
from ..kernel import harmless_environment
from ..settings import Settings
from ..store import Store
from ..store.jobs import Failure, Job, Jobs, JobState
from .going import hold, is_held, let_go
from .run_choice import Choice

__all__ = ["KEPT", "Runs"]

KEPT = timedelta(days=7)
"""How long the results of a run can be downloaded."""
_HEED = 2.0
"""Seconds between two questions whether a run has been stopped elsewhere."""
_ENDING = 10.0
"""Seconds that a run has to end in when it is told to."""

_log = logging.getLogger("course.server")


@dataclass
class _Going:
    """A job as it runs; `stopped_by` is set when somebody stops it."""

    job: Job
    folder: Path
    names: dict[str, str]
    held: IO[bytes]
    process: asyncio.subprocess.Process | None = None
    task: asyncio.Task[None] | None = None
    stopped_by: str | None = None
    closing: bool = False
    waiting: list[tuple[str, str]] = field(default_factory=list)
    total: int = 0
    done: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def ends(self) -> bool:
        """Whether it has been told to end."""
        return self.closing or self.stopped_by is not None


class Runs:
    """Starts, follows, stops and clears away the jobs of one server."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._jobs = Jobs(store)
        self._going: dict[str, _Going] = {}

    @property
    def _folder(self) -> Path:
        return self._settings.var_dir / "runs"

    def results(self, job: str) -> Path:
        """Return where the ZIP of a job lies when there is one."""
        return self._folder / job / "results.zip"

    def take_over(self) -> None:
        """Mark what an earlier server was running as broken off, and throw away what it left half-made.

        What another process of this server runs goes on.
        """
        going = {folder.name for folder in self._folder.glob("*") if is_held(folder)}
        if self._jobs.break_off(going):
            _log.warning("A run was broken off when the server ended.")
        kept = going | {path.parent.name for path in self._folder.glob("*/results.zip")}
        for folder in self._folder.glob("*"):
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
        self.clear()

    def clear(self) -> None:
        """Throw away the results whose time is up."""
        for job in self._jobs.expire():
            shutil.rmtree(self._folder / job, ignore_errors=True)

    def start(self, grant: Grant, choice: Choice, names: dict[str, str]) -> Job:
        """Begin a job and return it; it runs beside everything else.

        Parameters
        ----------
        grant, choice
            Who asks, and for what. Everything in `choice` is known to exist.
        names
            What the municipalities and their units are called, by key.

        Raises
        ------
        NotGranted, Busy
            As `Jobs.begin`.
        """
        self.clear()
        key = str(uuid4())
        held = hold(self._folder / key)
        try:
            job = self._jobs.begin(grant, grant.cohort, choice.model_dump(mode="json"), key)
        except BaseException:
            let_go(held)
            shutil.rmtree(self._folder / key, ignore_errors=True)
            raise
        going = _Going(job, self._folder / key, names, held)
        self._going[job.id] = going
        going.task = asyncio.create_task(self._run(going, choice))
        return job

    async def stop(self, job: str, by: str) -> None:
        """Stop a job; what it has made is thrown away. One that has ended is left alone."""
        going = self._going.get(job)
        if going is None or going.task is None:
            # It has ended, or another process runs it, which heeds what is written down.
            self._jobs.end(job, JobState.STOPPED, by=by)
            return
        going.stopped_by = by
        await self._end(going)

    async def close(self) -> None:
        """End everything that runs, since the server ends."""
        for going in list(self._going.values()):
            going.closing = True
            await self._end(going)

    async def _heed(self, going: _Going) -> None:
        """End a run that has been stopped in another process."""
        while not going.ends:
            await asyncio.sleep(_HEED)
            with suppress(SQLAlchemyError):
                if not await asyncio.to_thread(self._jobs.is_running, going.job.id) and not going.ends:
                    going.stopped_by = ""  # by whom is written down already
                    if going.process is not None:
                        _kill(going.process, signal.SIGTERM)

    async def _end(self, going: _Going) -> None:
        if going.process is not None:
            _kill(going.process, signal.SIGTERM)
        if going.task is not None:
            _, late = await asyncio.wait([going.task], timeout=_ENDING)
            if late and going.process is not None:
                _kill(going.process, signal.SIGKILL)
                await asyncio.wait([going.task], timeout=_ENDING)

    async def _run(self, going: _Going, choice: Choice) -> None:
        state, heeding = JobState.FAILED, asyncio.create_task(self._heed(going))
        try:
            with tempfile.TemporaryDirectory(prefix="wb-", ignore_cleanup_errors=True) as scratch:
                await self._make(going, choice, Path(scratch))
            state = JobState.DONE
        except Exception:
            _log.exception("The run %s failed.", going.job.id)
        finally:
            heeding.cancel()
            if going.process is not None:
                _kill(going.process, signal.SIGKILL)
            self._finish(going, state)

    async def _make(self, going: _Going, choice: Choice, scratch: Path) -> None:
        papers = list(choice.papers_of(going.names, going.folder / "made" / going.job.cohort))
        going.waiting = [(whose, "") for whose, _ in papers]
        going.total = len(papers)
        if choice.sessions and not going.ends:
            await self._notebooks(going, choice, scratch)
        for whose, words in papers:
            if not going.ends:
                await self._paper(going, whose, words, scratch)
        if not going.ends:
            await asyncio.to_thread(pack, going.folder / "made", self.results(going.job.id))

    def _finish(self, going: _Going, state: JobState) -> None:
        if going.ends:
            state = JobState.BROKEN_OFF if going.stopped_by is None else JobState.STOPPED
        made = state is JobState.DONE and self.results(going.job.id).exists()
        if not made:
            shutil.rmtree(going.folder, ignore_errors=True)
        let_go(going.held)
        self._going.pop(going.job.id, None)
        self._jobs.end(
            going.job.id, state, by=going.stopped_by, expires_at=datetime.now(UTC) + KEPT if made else None
        )

    async def _notebooks(self, going: _Going, choice: Choice, scratch: Path) -> None:
        words = ["run", *choice.sessions, "--json", "--jobs", str(max(1, (os.cpu_count() or 1) // 2))]
        words += [word for key in choice.municipalities for word in ("--municipality", key)]
        words += ["--out", str(going.folder / "made"), "--units" if choice.units else "--no-units"]
        words += ["--snapshot", "latest"] if choice.snapshots else []
        papers = going.waiting

        def hear(line: str) -> None:
            said = json.loads(line)
            if "run" in said:
                going.names |= {key: name for key, name, _ in said["run"]}
                going.waiting = [(key, session) for key, _, session in said["run"]] + papers
                going.total = len(going.waiting)
                self._say(going)
            else:
                whose, session = said["ran"]
                self._came(going, whose, session, said["error"])

        self._say(going)
        code, last = await self._command(going, words, scratch, hear)
        if code and not going.ends and (len(going.waiting) > len(papers) or not going.failures):
            # It ended before its end, and not because a session failed: what it said last is all there is.
            going.waiting = papers
            going.failures.append(Failure("", "", last))
            self._say(going)

    async def _paper(self, going: _Going, whose: str, words: list[str], scratch: Path) -> None:
        self._say(going)
        code, last = await self._command(going, words, scratch, None)
        if not going.ends:
            self._came(going, whose, "", last if code else "")

    def _came(self, going: _Going, whose: str, what: str, error: str) -> None:
        """Note that one thing has been made, or not."""
        with suppress(ValueError):
            going.waiting.remove((whose, what))
        going.done += 1
        if error:
            going.failures.append(Failure(going.names.get(whose, whose), what, error))
        self._say(going)

    def _say(self, going: _Going) -> None:
        now = ""
        if going.waiting:
            whose, what = going.waiting[0]
            now = json.dumps([going.names.get(whose, whose)[:100], what], ensure_ascii=False)
        self._jobs.progress(
            going.job.id, total=going.total, done=going.done, now=now, failures=going.failures
        )

    async def _command(self, going: _Going, words: list[str], scratch: Path, hear: Any) -> tuple[int, str]:
        """Run one command of `workbook`; return its exit code and the last line it said when it failed."""
        said = scratch / "said.txt"
        with said.open("wb") as file:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "course.cli", *words, "--cohort", going.job.cohort),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=file,
                # As for a kernel: whatever secret the operator gave the server stays with it.
                env=harmless_environment(os.environ) | self._environment(scratch),
                start_new_session=True,
                limit=2**24,
            )
        going.process = process
        if going.ends:
            _kill(process, signal.SIGTERM)
        assert process.stdout is not None
        async for line in process.stdout:
            if hear is not None and line.startswith(b"{"):
                hear(line.decode())
        code = await process.wait()
        _kill(process, signal.SIGKILL)  # what it may have left behind
        going.process = None
        lines = said.read_text("utf-8", "replace").strip().splitlines()
        return code, lines[-1] if lines else f"workbook {words[0]}: {code}"

    def _environment(self, scratch: Path) -> dict[str, str]:
        settings = self._settings
        return {
            "WORKBOOK_DATABASE_URL": settings.database,
            "WORKBOOK_DATA_DIR": str(settings.data_dir),
            "WORKBOOK_NOTEBOOKS_DIR": str(settings.notebooks_dir),
            "WORKBOOK_TIME_ZONE": settings.time_zone,
            "WORKBOOK_VAR_DIR": str(settings.var_dir),
            # What is ended half-way leaves its scratch files here, to be thrown away with the rest.
            "TMPDIR": str(scratch),
        }


def _kill(process: asyncio.subprocess.Process, how: signal.Signals) -> None:
    """Signal a command and the processes it has started, which share its session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, how)
