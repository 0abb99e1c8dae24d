"""Warm kernels: each a `fork()` of one process in which everything a session needs is loaded already.

Two kinds of process meet here. The *asking* side (a server, a batch, JupyterLab) has `Preloaded`, and what
is built on it: the provisioner by which everything that speaks Jupyter gets such a kernel, and the Papermill
engine that takes the short way. The *preloaded* side is a program of its own (`preload`), single-threaded
and without a socket, an event loop or a secret, so that a copy of it can become anything.
"""

from .environment import harmless_environment
from .preloaded import CannotFork, Forked, Preloaded

__all__ = ["CannotFork", "Forked", "Preloaded", "harmless_environment"]
