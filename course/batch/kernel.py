"""The kernel a batch runs a notebook in: this Python, sockets instead of ports, a grant to read."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict, default
from traitlets.config import Config

LONGEST_SOCKET = 103
"""How long the path of a socket may be: macOS's limit less its end, a little under Linux's."""


class BatchKernel(AsyncKernelManager):
    """Starts the Python that runs the batch, whatever `python3` a user's own kernelspecs name."""

    environment = Dict(help="What the kernel's environment has beyond the operator's own.").tag(config=True)

    @default("kernel_spec_manager")
    def _only_this_python(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[], parent=self)

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start the kernel; its grant goes into its environment and nowhere else.

        What it says outside its cells goes to a file beside its sockets, so that a bar of progress stays one.
        """
        with log(Path(self.connection_file).parent).open("ab") as said:
            await super().start_kernel(**kwargs, env=os.environ | self.environment, stdout=said, stderr=said)


def log(folder: Path) -> Path:
    """Where a kernel with its sockets in `folder` says what belongs to no cell, such as why it died."""
    return folder / "kernel.log"


def configuration(environment: dict[str, str], folder: Path) -> Config:
    """Return the settings of a `BatchKernel` that talks through sockets in `folder`."""
    connection = folder / f"kernel-{uuid.uuid4().hex[:8]}.json"
    return Config(
        {
            "KernelManager": {"transport": transport(folder), "connection_file": str(connection)},
            "BatchKernel": {"environment": environment},
        }
    )


def transport(folder: Path) -> str:
    """Return how to talk to a kernel whose connection file lies in `folder`.

    Sockets in a folder can be opened by its owner only, TCP ports by every user of the machine; but the
    path of a socket has a limit, and a home folder may be too deep for it.
    """
    longest = folder / f"kernel-{uuid.uuid4()}-ipc-5"
    return "ipc" if len(os.fsencode(longest)) <= LONGEST_SOCKET else "tcp"
