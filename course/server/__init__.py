"""The workbook on the web: Voilà with our own sign-in, rights, pages and kernels, as a process of its own.

Who the visitor is and what they may do is settled here and reaches a kernel as a grant in its
environment; nothing of it is decided by the browser.
"""

from .app import CannotServe, Workbook, serve
from .secret import cookie_secret

__all__ = ["CannotServe", "Workbook", "cookie_secret", "serve"]
