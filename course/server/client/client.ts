// Makes the forms of a page live, as the page arrives: it is sent while its kernel works.
//
// The page tells of the kernel, then of the widgets, then of where each stands. Whatever has arrived is put to
// use before it is painted, so that a form is seen as a form; a static face is seen only until this script is there.
import { connect, endOnLeaving, type Configuration } from "./connection";
import { settle } from "./places";
import { Widgets, type Assets, type States } from "./widgets";
import type { DOMWidgetView } from "@jupyter-widgets/base";

interface Page extends Assets {
  /** The same page with JupyterLab's application in place of this client. */
  ordinary: string;
}

const STATES = 'script[type="application/vnd.jupyter.widget-state+json"]';
const PLACES = ".wb-widget[data-model]:not([data-begun])";

let widgets: Widgets | undefined;
let leaving = false;

/** Whether an element has arrived with everything that is in it: something stands behind it. */
function whole(element: Element): boolean {
  if (document.readyState !== "loading") return true;
  for (let node: Node | null = element; node; node = node.parentNode) if (node.nextSibling) return true;
  return false;
}

function read<T>(id: string): T | undefined {
  const element = document.getElementById(id);
  return element && whole(element) ? (JSON.parse(element.textContent) as T) : undefined;
}

function arrive(): void {
  if (leaving) return;
  const page = read<Configuration>("jupyter-config-data");
  if (!page?.kernelId) return;
  if (!widgets) {
    const kernel = connect(page);
    widgets = new Widgets(kernel, read<Page>("workbook-client")!);
    endOnLeaving(page);
    // Where Voilà's application has it too: what looks after the page (page.ts) finds the line there.
    Object.assign(window, { jupyterapp: { widgetManager: widgets } });
  }
  for (const script of document.querySelectorAll<HTMLElement>(STATES)) {
    if (!whole(script)) continue;
    script.remove(); // nobody reads it again, and a page has as much of it as of everything else
    void widgets.learn(JSON.parse(script.textContent) as States).then(judge);
  }
  for (const place of document.querySelectorAll<HTMLElement>(PLACES)) {
    if (whole(place) && widgets.has_model(place.dataset["model"]!)) open(widgets, place);
  }
}

/** A page with a widget that cannot be made here is opened again, with the front end that knows every widget. */
function judge(): void {
  if (leaving || !widgets?.foreign) return;
  leaving = true;
  location.replace(read<Page>("workbook-client")!.ordinary);
}

function open(all: Widgets, place: HTMLElement): void {
  place.dataset["begun"] = "";
  void all.get_model(place.dataset["model"]!)
    .then((model) => all.create_view<DOMWidgetView>(model as never))
    .then((view) => settle(place, view));
}

/** The page is there; of what it did not tell the kernel is asked. */
async function arrived(): Promise<void> {
  arrive();
  if (leaving || !widgets || !document.querySelector(PLACES)) return;
  await widgets.ask();
  judge();
  arrive();
}

if (document.readyState === "loading") {
  const arriving = new MutationObserver(arrive);
  arriving.observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    arriving.disconnect();
    void arrived();
  });
  arrive();
} else void arrived();
