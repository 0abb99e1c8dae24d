// The line on which the server says that somebody has written, and who else is on this page.
//
// The page itself asks its kernel for what was written (widgets/session/session.ts); nothing but a
// number and names comes this way.

interface News {
  standing?: number;
  others?: string[];
}

const SOONEST = 1_000;
const SLOWEST = 30_000;
const SETTLED = 3_000;

const address = document.body.dataset["changes"];
const here = document.getElementById("workbook-others");
const spoken = document.getElementById("workbook-arrivals");
const texts = JSON.parse(document.getElementById("workbook-texts")?.textContent ?? "{}") as { also_here: string };

let line: WebSocket | null = null;
let tries = 0;
let again = 0;
let left = false;
let telling = 0;
let known = new Set<string>();

function open(): void {
  clearTimeout(again);
  if (!address || left || (line && line.readyState <= WebSocket.OPEN)) return;
  const own = new WebSocket(new URL(address, location.href.replace(/^http/, "ws")));
  line = own;
  own.addEventListener("message", ({ data }) => {
    tries = 0;
    hear(JSON.parse(String(data)) as News);
  });
  own.addEventListener("close", () => {
    if (line !== own) return;
    line = null;
    show([]);
    if (left) return;
    // Signed out, or the network is gone: the page looks which, and says so.
    if (tries === 0) window.dispatchEvent(new Event("workbook:ask"));
    tries += 1;
    again = window.setTimeout(open, Math.min(SLOWEST, SOONEST * 2 ** tries));
  });
}

function hear({ standing, others }: News): void {
  if (others) show(others);
  if (standing === undefined) return;
  // Kept as well as told: the forms may not be open yet.
  document.body.dataset["standing"] = String(standing);
  window.dispatchEvent(new Event("workbook:written", { cancelable: true }));
}

function show(others: string[]): void {
  if (!here || !spoken) return;
  const words = others.length ? texts.also_here.replace("{names}", others.map((name) => `\u2068${name}\u2069`).join(", ")) : "";
  if (here.textContent !== words) here.textContent = words;
  here.hidden = !others.length;
  // Who comes is told to those who do not see it, once they have stayed a while; who goes is not worth a word.
  clearTimeout(telling);
  const arrived = others.some((name) => !known.has(name));
  known = new Set([...known].filter((name) => others.includes(name)));
  if (!arrived) return;
  telling = window.setTimeout(() => {
    known = new Set(others);
    spoken.textContent = words;
  }, SETTLED);
}

function leave(): void {
  left = true;
  clearTimeout(again);
  line?.close();
}

open();
window.addEventListener("online", open);
window.addEventListener("pagehide", leave);
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  left = false;
  open();
});

export {};
