"""Sessions run without a reader: every notebook for every municipality, each left as notebook and page.

A batch reads; it never changes answers. What it leaves behind is whole or not there.
"""

from .pack import PAPERS, pack
from .plan import Task, plan
from .pool import Result, run
from .report import follow, table, tell
from .snapshots import at_snapshots

__all__ = ["PAPERS", "Result", "Task", "at_snapshots", "follow", "pack", "plan", "run", "table", "tell"]
