"""A browser's line to the widgets of a page, spoken by hand."""

from __future__ import annotations

import json
import uuid
from typing import Any

from jupyter_server.services.kernels.connection.base import deserialize_binary_message

from tests.serving import Client, message

__all__ = ["Line"]

_CONTROL = "jupyter.widget.control"


class Line:
    """The line of an open page to its kernel, and the widgets at its other end.

    Parameters
    ----------
    client, path
        Whose page, and which.
    """

    def __init__(self, client: Client, path: str) -> None:
        self._socket = client.connect(client.open(path).kernel)
        self.states = self.widgets()

    def close(self) -> None:
        self._socket.close()

    def widget_for(self, kind: str) -> str:
        """Return the id of the widget that shows the records of a kind."""
        found = [key for key, state in self.states.items() if state.get("opened", {}).get("kind") == kind]
        assert found, f"no widget is for {kind}"
        return found[0]

    def say(self, widget: str, content: object, *, method: str = "custom") -> list[dict[str, Any]]:
        """Send a message to a widget; return what it says until the kernel has dealt with it."""
        data = {"method": method, ("content" if method == "custom" else "state"): content}
        self._send("comm_msg", {"comm_id": widget, "data": data})
        return [
            said["content"]
            for kind, said in self._until_dealt_with()
            if kind == "comm_msg" and said.get("method") == "custom"
        ]

    def ask(self, widget: str, **what: Any) -> dict[str, Any]:
        """Send a request of the forms; return its answer, or {} if there is none."""
        token = uuid.uuid4().hex
        answers = [said for said in self.say(widget, {"token": token, **what}) if said.get("token") == token]
        return answers[0] if answers else {}

    def widgets(self) -> dict[str, dict[str, Any]]:
        """Return the state of every widget of the page, by its id."""
        control = uuid.uuid4().hex
        opening = {"comm_id": control, "target_name": _CONTROL, "data": {}}
        self._send("comm_open", opening, {"version": "1.0.0"})
        self._send("comm_msg", {"comm_id": control, "data": {"method": "request_states"}})
        for kind, said in self._until_dealt_with():
            if kind == "comm_msg" and said.get("method") == "update_states":
                return {key: one["state"] for key, one in said["states"].items()}
        raise AssertionError("The kernel told of no widgets.")

    def _send(self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> str:
        sent = json.loads(message(kind, content))
        sent["metadata"] = metadata or {}
        self._socket.send(json.dumps(sent))
        return str(sent["header"]["msg_id"])

    def _until_dealt_with(self) -> list[tuple[str, dict[str, Any]]]:
        """Return kind and data of all that comes until what was sent before has been dealt with."""
        asked = self._send("kernel_info_request", {})
        heard: list[tuple[str, dict[str, Any]]] = []
        replied = idle = False
        while not (replied and idle):
            received = self._socket.recv()
            read = json.loads(received) if isinstance(received, str) else deserialize_binary_message(received)
            kind, content = read["header"]["msg_type"], read["content"]
            if isinstance(content, dict) and isinstance(content.get("data"), dict):
                heard.append((kind, content["data"]))
            own = read["parent_header"].get("msg_id") == asked
            replied |= own and kind == "kernel_info_reply"
            # What a widget says goes another way than the reply; this comes after it on that way.
            idle |= own and kind == "status" and content["execution_state"] == "idle"
        return heard
