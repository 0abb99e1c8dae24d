"""What a municipality writes down during its course year, and what becomes of it.

Nothing here knows of a browser or of ipywidgets: `widgets` stands on this package, never the other
way round, and a test holds that direction.
"""

__version__ = "0.1.0"
