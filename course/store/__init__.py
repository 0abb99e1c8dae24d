"""Where answers live: SQLAlchemy, append-only history, every access through a view with a grant.

A save is acknowledged only after commit and carries the revision it was based on; one that is based
on an old revision is refused with what is there now.
"""

from .errors import NewerDatabase, NotFound, Stale, StoreError, UnknownOrganisation
from .roles_held import Held
from .rows import place_of
from .store import Store
from .stored import Revision, Stored
from .units import MOST_UNITS, Unit
from .view import View

__all__ = [
    "MOST_UNITS",
    "Held",
    "NewerDatabase",
    "NotFound",
    "Revision",
    "Stale",
    "Store",
    "StoreError",
    "Stored",
    "Unit",
    "UnknownOrganisation",
    "View",
    "place_of",
]
