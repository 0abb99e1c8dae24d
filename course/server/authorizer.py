"""What the visitor may do with a kernel: everything with their own, nothing with another's."""

from __future__ import annotations

from typing import cast

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler

from .identity import Visitor
from .kernels import Kernels

__all__ = ["KernelOwnership"]


class KernelOwnership(Authorizer):
    """Ties each kernel to the visitor who started it; whatever is not a kernel is nobody's."""

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        """Return whether `user` may do `action` with the kernel in the address.

        A kernel that does not exist is not refused but left to be answered with 404: its former owner
        has to learn that it is gone.
        """
        kernel = handler.path_kwargs.get("kernel_id", "")
        owner = cast(Kernels, handler.kernel_manager).owner(kernel)
        known = isinstance(user, Visitor) and resource == "kernels" and bool(kernel)
        allowed = known and owner in (None, cast(Visitor, user).sign_in)
        if not allowed:
            self.log.warning(
                "Refused: %s may not %s %s %s, which is another's.", user.username, action, resource, kernel
            )
        return allowed
