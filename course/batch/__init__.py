"""What is made for many at once: sessions run without a reader, and documents.

Every notebook for every municipality, each left as notebook and page; every document, each left in its
formats. A batch reads; it never changes answers. What it leaves behind is whole or not there.
"""

from .copies import run_notebooks
from .ledger import run_changed
from .pack import PAPERS, pack
from .papers import Papers
from .plan import Task, plan
from .pool import Result, attempt, run
from .report import follow, table, tell
from .snapshots import at_snapshots

__all__ = [
    "PAPERS",
    "Papers",
    "Result",
    "Task",
    "at_snapshots",
    "attempt",
    "follow",
    "pack",
    "plan",
    "run",
    "run_changed",
    "run_notebooks",
    "table",
    "tell",
]
