"""The widgets in a real browser, with their real Python side, and nothing of a server in between.

The page gets a small model in place of anywidget's. What it sends goes straight to the Python widget,
whose answers and new contents come straight back, so that a test can also lose either on its way.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from course.store import View
from widgets import WorkSession

ROOT = Path(__file__).parents[2]

HTML = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Widgets</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/course/server/static/page.css">
<link rel="stylesheet" href="/widgets/static/workbook.css">
<script type="module" src="/harness.js"></script></head>
<body class="wb-page" data-forms="open">
<main id="content" class="wb-main"><h1>Widgets</h1><h2>Forms</h2></main></body></html>"""

JS = """
class Model {
  constructor(index, content) { Object.assign(this, {index, content, slots: []}); }
  get() { return this.content; }
  on(event, slot) { this.slots.push([event, slot]); }
  off(event, slot) { this.slots = this.slots.filter(([, known]) => known !== slot); }
  emit(event, ...data) { for (const [name, slot] of this.slots) if (name === event) slot(...data); }
  send(message) {
    if (window.connection === "broken") throw new Error("the connection is gone");
    if (window.connection === "silent") return;
    window.sent.push(message);
    window.kernel(this.index, message).then(({answers, contents}) => {
      if (window.connection === "deaf") return;
      const deliver = () => {
        for (const answer of answers) this.emit("msg:custom", answer, []);
        show(contents);
      };
      if (window.slow) setTimeout(deliver, window.slow); else deliver();
    });
  }
}
function show(contents) {
  contents.forEach((content, index) => {
    window.models[index].content = content;
    window.models[index].emit("change:changed");
  });
}
window.sent = [];
window.models = [];
window.show = show;
const contents = await window.kernel(null, null);
for (const [index, content] of contents.entries()) {
  const el = document.body.querySelector("main").appendChild(document.createElement("div"));
  el.className = "wb-widget";
  const model = new Model(index, content);
  window.models.push(model);
  const {default: widget} = await import(`/widgets/static/${content.widget}.js`);
  widget.render({model, el, signal: new AbortController().signal});
}
document.body.dataset.ready = "yes";
"""


class Handler(SimpleHTTPRequestHandler):
    """Serves the harness and the bundles; nothing it says belongs into a test's output."""

    def do_GET(self) -> None:
        made = {"/": ("text/html", HTML), "/harness.js": ("text/javascript", JS)}.get(
            self.path.partition("?")[0]
        )
        if made is None:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", f"{made[0]}; charset=utf-8")
        self.end_headers()
        self.wfile.write(made[1].encode())

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the harness on this machine, and return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(ROOT)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Bench:
    """A page with some widgets of a work session on it."""

    def __init__(self, page: Page, address: str, work: WorkSession, *widgets: Any) -> None:
        self.page = page
        self.work = work
        self.view: View = work.reading.view
        self.widgets = widgets
        page.expose_function("kernel", self._hear)
        page.goto(address)
        self.ready()

    def ready(self) -> None:
        """Wait until all widgets are there."""
        self.page.wait_for_selector("body[data-ready=yes]")

    def reload(self) -> None:
        """Load the page anew, as a person would who has lost the connection."""
        self.page.reload()
        self.ready()

    def saved(self) -> None:
        """Wait until nothing on the page is unsaved."""
        self.page.wait_for_timeout(50)
        self.page.wait_for_function(
            "() => !document.querySelector('[data-state=unsaved], .wb-status[data-state=saving]')"
        )

    def field(self, name: str, record: str | None = None) -> Locator:
        """Return the container of a question; of the only record that is open, or of the one named."""
        inside = f'[data-record="{record}"] ' if record else ""
        return self.page.locator(f'{inside}.wb-field[data-field="{name}"]')

    def answer(self, name: str) -> Locator:
        """Return the input of a question."""
        return self.field(name).locator("input, textarea, select")

    @property
    def kept(self) -> list[str]:
        """The edits that wait in the browser, as “field: value”."""
        return self.page.evaluate(
            "() => Object.entries(localStorage).map(([key, text]) =>"
            " `${key.split(':').at(-1)}: ${JSON.parse(text).value}`).sort()"
        )

    def tell(self) -> None:
        """Show all widgets what the store holds now, as the kernel does after somebody's save."""
        self.work.refresh()
        self.page.evaluate("(contents) => window.show(contents)", self._contents())

    @property
    def sent(self) -> list[dict[str, Any]]:
        """The messages that have left the browser."""
        return self.page.evaluate("() => window.sent")

    def connection(self, state: str) -> None:
        """Set the connection: "" works, "silent" loses messages, "deaf" loses answers, "broken" throws."""
        self.page.evaluate("(state) => { window.connection = state }", state)

    def _contents(self) -> list[dict[str, Any]]:
        return [widget.content for widget in self.widgets]

    def _hear(self, index: int | None, message: dict[str, Any] | None) -> Any:
        if index is None:
            self.work.refresh()
            return self._contents()
        answers: list[dict[str, Any]] = []
        widget = self.widgets[index]
        widget.send = lambda content, buffers=None: answers.append(content)
        widget._handle_custom_msg(message, [])
        return {"answers": answers, "contents": self._contents()}
