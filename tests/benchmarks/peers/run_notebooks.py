"""Run prepared notebooks and make their pages, by API in one process: `run_notebooks WAY TASKS ENDED`.

`WAY` is `papermill` or `ploomber-engine`; `TASKS` a file of JSON, a list of objects with `prepared`,
`notebook`, `page` (paths) and `environment`; `ENDED` a file that gets the time at which each
was done, a line each.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import papermill
from nbconvert.exporters import HTMLExporter


def execute(way: str, prepared: str, executed: str) -> None:
    if way == "papermill":
        papermill.execute_notebook(prepared, executed, progress_bar=False)
        return
    import nbformat
    from ploomber_engine.ipython import PloomberClient

    client = PloomberClient.from_path(prepared)
    nbformat.write(client.execute(), executed)


def main() -> None:
    way, tasks, ended = sys.argv[1:]
    exporter = HTMLExporter()
    with Path(ended).open("w") as told:
        for task in json.loads(Path(tasks).read_text("utf-8")):
            os.environ.update(task["environment"])
            execute(way, task["prepared"], task["notebook"])
            page, _ = exporter.from_filename(task["notebook"])
            Path(task["page"]).write_text(page, encoding="utf-8")
            told.write(f"{time.perf_counter()}\n")


if __name__ == "__main__":
    main()
