"""How a municipality's papers look: what may be its logo, its colour and its name on them.

A logo comes from a browser or a file and is hostile until it was made anew here: of a PNG only the pixels
are kept, of an SVG only shapes. `store.looks` keeps what comes out.
"""

from .asked import NewLook, change_look
from .logo import LARGEST_FILE, harmless

__all__ = ["LARGEST_FILE", "NewLook", "change_look", "harmless"]
