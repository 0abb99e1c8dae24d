"""The preloaded process: `python -m course.kernel.preload DESCRIPTOR`, begun by `Preloaded` only.

It imports and makes everything once, asserts that a copy of it is harmless, says so on the line it was given,
and then does nothing but make copies, tell how they end, and end them when its maker is gone.
"""

from __future__ import annotations

import os

# Read while modules are imported: one thread for linear algebra, and no question of who the parent is.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
# The debugger cannot look into Python's own frozen modules, and would say so on every kernel's log.
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

import array
import gc
import json
import select
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress

from .safety import NotSafeToFork, Watch, require_safe, watching_imports

__all__ = ["main"]

_MOST_DESCRIPTORS = 4


def main() -> None:
    """Load, assert, serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    extra = sys.argv[2:]
    try:
        with watching_imports() as watch:
            from .loading import load

            steps = load(extra)
        require_safe(watch, {control.fileno()})
    except NotSafeToFork as unsafe:
        control.send(json.dumps({"unsafe": str(unsafe)}).encode())
        return
    except Exception as error:
        traceback.print_exc()
        control.send(json.dumps({"unsafe": f"{type(error).__name__}: {error}"}).encode())
        return
    _settle()
    with suppress(BrokenPipeError):  # whoever began it is gone already
        control.send(b'{"ready": true}')
        _Copies(control, steps, watch).serve()


def _settle() -> None:
    """Have what is there now left alone by the collector, in this process and in its copies."""
    gc.collect()
    gc.freeze()


class _Copies:
    """Makes copies on demand and keeps account of them."""

    def __init__(self, control: socket.socket, steps: Iterator[None], watch: Watch) -> None:
        self._control = control
        self._steps: Iterator[None] | None = steps
        self._watch, self._unsafe = watch, ""
        self._living: dict[int, socket.socket] = {}
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._wake, False)
        self._retired = False

    def serve(self) -> None:
        """Serve until the maker is gone, or has retired this process and the last copy has ended."""
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        control = self._control.fileno()
        while not (self._retired and not self._living):
            # Who asks for a copy goes before what makes later ones quicker.
            ready, _, _ = select.select([control, self._woken], [], [], None if self._steps is None else 0)
            if not ready and self._steps is not None:
                self._step()
            if self._woken in ready:
                with suppress(BlockingIOError):
                    os.read(self._woken, 4096)
            self._bury()
            if control in ready and not self._hear():
                break
        self._end_all()
        self._steps = None  # with it goes the folder the example was in

    def _step(self) -> None:
        """Take the next step of what was begun before there was anybody to serve."""
        try:
            if self._steps is not None:
                next(self._steps)
                lines = {told.fileno() for told in self._living.values()}
                require_safe(self._watch, lines | {self._control.fileno()})
                _settle()
        except StopIteration:
            self._steps = None
        except NotSafeToFork as unsafe:
            self._unsafe, self._steps = str(unsafe), None
        except Exception:
            # Without it copies are slower, and no less right.
            traceback.print_exc()
            self._steps = None

    def _hear(self) -> bool:
        """Take one order; return whether there may be another."""
        try:
            said, ancillary, _, _ = self._control.recvmsg(16, socket.CMSG_SPACE(_MOST_DESCRIPTORS * 4))
        except ConnectionError:
            return False
        handed = array.array("i")
        for _, _, data in ancillary:
            handed.frombytes(data[: len(data) - len(data) % handed.itemsize])
        if said == b"retire":
            self._retired = True
        elif said == b"fork":
            self._fork(*handed)
        return bool(said)

    def _fork(self, line: int, fate: int, out: int, err: int) -> None:
        try:
            if self._unsafe:
                raise NotSafeToFork(self._unsafe)
            pid = os.fork()
        except (OSError, NotSafeToFork) as error:
            with socket.socket(fileno=fate) as told, suppress(OSError):
                told.send(json.dumps({"refused": str(error).rstrip(".")}).encode())
            for descriptor in (line, out, err):
                os.close(descriptor)
            return
        if pid == 0:
            self._become(line, fate, out, err)
        for descriptor in (line, out, err):
            os.close(descriptor)
        told = socket.socket(fileno=fate)
        self._living[pid] = told
        watched = os.pidfd_open(pid)
        with suppress(OSError):
            socket.send_fds(told, [json.dumps({"pid": pid}).encode()], [watched])
        os.close(watched)

    def _become(self, line: int, fate: int, out: int, err: int) -> None:
        """In the copy: let go of everything that is the original's, and do what one is told."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for descriptor in (self._woken, self._wake, fate, self._control.detach()):
                os.close(descriptor)
            for told in self._living.values():
                os.close(told.detach())
            self._living.clear()
            from .copies import become

            code = become(line, out, err)
        except BaseException:
            traceback.print_exc()
        finally:
            with suppress(BaseException):
                sys.stdout.flush()
            with suppress(BaseException):
                sys.stderr.flush()
            os._exit(code)

    def _bury(self) -> None:
        """Tell how each copy that has ended did."""
        while self._living:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            told = self._living.pop(pid, None)
            if told is not None:
                with told, suppress(OSError):
                    told.send(json.dumps({"ended": os.waitstatus_to_exitcode(status)}).encode())

    def _end_all(self) -> None:
        for pid in self._living:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in self._living:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
