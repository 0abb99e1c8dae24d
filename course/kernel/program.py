"""What a kernel runs that is no copy: ipykernel, without the port it would open. Run as a file.

Besides its sockets, ipykernel listens on a TCP port for what a forked child process prints. A session's
notebook forks none, and a port is open to everybody who is on the machine.
"""

import sys

if __name__ == "__main__":
    # The folder of this file: under these names its modules are nothing of a kernel's.
    del sys.path[0]

    from ipykernel import kernelapp
    from ipykernel.iostream import IOPubThread

    class _WithoutPort(IOPubThread):
        def _setup_pipe_in(self) -> None:
            self._pipe_flag = False

    kernelapp.IOPubThread = _WithoutPort  # type: ignore[attr-defined]
    kernelapp.launch_new_instance()
