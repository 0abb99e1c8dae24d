// Watches over a session's page: says when the forms are open, and in words when its kernel is gone.
//
// The kernel is disposable: what the server has not acknowledged the forms keep in this browser, and
// loading the page again brings it back. What must not happen is that a dead page looks alive.

interface Texts {
  lost: string;
  crashed: string;
  signed_out: string;
  offline: string;
  not_opened: string;
  reload: string;
  opened: string;
}

interface Signal<T> {
  connect(slot: (sender: unknown, args: T) => void): void;
}

/** What we use of a KernelConnection of @jupyterlab/services. */
interface Connection {
  readonly status: string;
  readonly connectionStatus: string;
  readonly statusChanged: Signal<string>;
  readonly connectionStatusChanged: Signal<string>;
  reconnect(): Promise<void>;
}

interface VoilaWindow extends Window {
  jupyterapp?: { widgetManager?: { kernel?: Connection } | null };
}

const POLL = 10_000;
const OPENING = 60_000;

const texts = readJson<Texts>("workbook-texts");
const banner = document.getElementById("workbook-connection");
const opening = document.getElementById("workbook-opening");
const page = readJson<{ kernelId?: string; baseUrl?: string }>("jupyter-config-data");

/** Once the kernel is gone nothing brings it back; a lost network may come back. */
let gone = false;
let offline = false;
let asking = false;
let connection: Connection | undefined;

function readJson<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}") as T;
}

function say(sentence: string): void {
  if (!banner) return;
  const said = document.createElement("p");
  said.textContent = sentence;
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = texts.reload;
  again.addEventListener("click", () => location.reload());
  banner.replaceChildren(said, again);
}

function end(sentence: string): void {
  if (gone) return;
  gone = true;
  document.body.dataset["connection"] = "gone";
  say(sentence);
}

function loseNetwork(): void {
  if (gone || offline) return;
  offline = true;
  document.body.dataset["connection"] = "offline";
  say(texts.offline);
}

async function regainNetwork(): Promise<void> {
  if (connection?.connectionStatus === "disconnected") await connection.reconnect();
  if (gone || !offline) return;
  offline = false;
  delete document.body.dataset["connection"];
  banner?.replaceChildren();
}

async function reason(answer: Response): Promise<string> {
  const said = (await answer.json().catch(() => ({}))) as { reason?: string | null };
  return said.reason ?? "";
}

/** Asks the server whether the kernel is there. One failed request is no lost network yet. */
async function ask(patient: boolean): Promise<void> {
  if (gone || asking || !page.kernelId) return;
  asking = true;
  try {
    const answer = await fetch(`${page.baseUrl ?? "/"}api/kernels/${page.kernelId}`, {
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(POLL),
    });
    if (answer.status === 404) end((await reason(answer)) === "crashed" ? texts.crashed : texts.lost);
    else if (answer.status === 403 || answer.status === 401 || answer.type === "opaqueredirect") end(texts.signed_out);
    else if (answer.ok) await regainNetwork();
    else loseNetwork();
  } catch {
    if (patient) setTimeout(() => void ask(false), POLL / 2);
    else loseNetwork();
  } finally {
    asking = false;
  }
}

/** Listens to the line between the client, or Voilà's front end, and the kernel, as soon as there is one. */
function listen(): boolean {
  connection = (window as VoilaWindow).jupyterapp?.widgetManager?.kernel;
  if (!connection) return false;
  connection.statusChanged.connect((_sender, status) => {
    if (status === "dead") void ask(true);
  });
  connection.connectionStatusChanged.connect((_sender, status) => {
    if (status !== "connected") void ask(true);
  });
  return true;
}

/** The forms are open when the front end has put a view in place of each output it was sent. */
function isOpen(): boolean {
  const places = [...document.querySelectorAll(".wb-widget")];
  return places.every((place) => place.querySelector(".lm-Widget, .jupyter-widgets")?.firstElementChild);
}

function watchOpening(): void {
  const observer = new MutationObserver(check);
  const late = setTimeout(() => {
    if (!isOpen()) say(texts.not_opened);
    stop();
  }, OPENING);
  function stop(): void {
    observer.disconnect();
    clearTimeout(late);
  }
  function check(): void {
    if (!isOpen()) return;
    stop();
    document.body.dataset["forms"] = "open";
    if (opening) {
      opening.textContent = texts.opened;
      // Long enough for a screen reader to say it; nobody else needs it.
      opening.classList.add("wb-hidden");
      setTimeout(() => opening.remove(), 3000);
    }
  }
  observer.observe(document.getElementById("content") ?? document.body, { childList: true, subtree: true });
  check();
}

if (page.kernelId) watchOpening();
else opening?.remove(); // the page broke off, and says so itself
const listening = setInterval(() => {
  if (listen()) clearInterval(listening);
}, 500);
setInterval(() => {
  if (document.visibilityState === "visible") void ask(true);
}, POLL);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void ask(true);
});
window.addEventListener("online", () => void ask(true));
window.addEventListener("workbook:ask", () => void ask(true));
window.addEventListener("offline", loseNetwork);
window.addEventListener("pageshow", (event) => {
  // Back from the browser's own store of pages: leaving ended the kernel, and timers stood still meanwhile.
  if (event.persisted) void ask(true);
});

export {};
