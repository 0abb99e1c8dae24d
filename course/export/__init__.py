"""An executed session as one HTML page that needs no script, no kernel and no network.

Whatever is read out of the notebook passes the sanitiser on its way into the page, so that the page
is harmless even when the notebook was not made by us.
"""

from .exporter import WorkbookExporter, page_exporter
from .sanitise import harmless

__all__ = ["WorkbookExporter", "harmless", "page_exporter"]
