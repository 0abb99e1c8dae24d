"""Where answers live: SQLAlchemy, append-only history, every access through a view with a grant.

A save is acknowledged only after commit and carries the revision it was based on; one that is based
on an old revision is refused with what is there now.
"""

from . import call_schema as call_schema
from .bringing import Brought, BroughtState, NotEmpty, Part, bring_in
from .comments import Comment
from .errors import MovedOn, NewerDatabase, NotFound, Stale, StoreError, UnknownOrganisation
from .looks import Look, LookMovedOn, Looks, Picture
from .place import Place
from .roles_held import Held
from .rows import place_of
from .sign_offs import SignOff, SignOffs
from .snapshot_view import at_change
from .store import Store
from .stored import Revision, Stored
from .units import MOST_UNITS, NewUnit, Unit
from .view import View

__all__ = [
    "MOST_UNITS",
    "Brought",
    "BroughtState",
    "Comment",
    "Held",
    "Look",
    "LookMovedOn",
    "Looks",
    "MovedOn",
    "NewUnit",
    "NewerDatabase",
    "NotEmpty",
    "NotFound",
    "Part",
    "Picture",
    "Place",
    "Revision",
    "SignOff",
    "SignOffs",
    "Stale",
    "Store",
    "StoreError",
    "Stored",
    "Unit",
    "UnknownOrganisation",
    "View",
    "at_change",
    "bring_in",
    "place_of",
]
