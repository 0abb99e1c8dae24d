// Where widgets stand in a page: what was written there as HTML gives way to the live form.
import type { DOMWidgetView } from "@jupyter-widgets/base";
import { Widget } from "@lumino/widgets";

/** Puts the live view in the place of the static face, once there is something to be seen of it. */
export async function settle(place: HTMLElement, view: DOMWidgetView): Promise<void> {
  await drawn(view.el);
  const before = new Standing(place);
  place.replaceChildren();
  Widget.attach(view.luminoWidget, place);
  before.keep(place);
}

/** Waits until a view has drawn itself; anywidget's do so a little after they say they have. */
function drawn(element: HTMLElement): Promise<void> {
  if (element.firstChild) return Promise.resolve();
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!element.firstChild) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(element, { childList: true });
  });
}

/** What of a static face had the focus, and what was being read of it, or behind it. */
class Standing {
  private readonly focused: Element | null;
  private readonly read: { words: string; top: number } | null = null;
  private readonly bottom: number | null = null;

  constructor(place: HTMLElement) {
    const active = document.activeElement;
    this.focused = active && place.contains(active) ? active : null;
    const { top, bottom } = place.getBoundingClientRect();
    if (window.scrollY === 0) return; // nobody has begun to read
    if (bottom < window.innerHeight / 4) this.bottom = bottom; // what is being read stands behind it
    else if (top < 0) {
      const line = [...place.querySelectorAll(LINES)].find((one) => one.getBoundingClientRect().top >= 0);
      if (line) this.read = { words: words(line), top: line.getBoundingClientRect().top };
    }
  }

  /** Gives the focus to the live counterpart, and leaves the line that was read where it was. */
  keep(place: HTMLElement): void {
    if (this.focused) {
      const href = this.focused.getAttribute("href");
      const same = [...place.querySelectorAll<HTMLElement>("a[href]")].find((link) => link.getAttribute("href") === href);
      (same ?? place.querySelector<HTMLElement>("[tabindex], a[href], button, input, textarea, select"))?.focus({ preventScroll: true });
    }
    const moved = this.moved(place);
    if (moved) window.scrollBy({ top: moved, behavior: "instant" });
  }

  /** By how much what was being read now stands lower, in pixels. */
  private moved(place: HTMLElement): number {
    if (this.bottom !== null) return place.getBoundingClientRect().bottom - this.bottom;
    if (!this.read) return 0;
    const { words: said, top } = this.read;
    const line = [...place.querySelectorAll(LINES)].find((one) => words(one).startsWith(said));
    return line ? line.getBoundingClientRect().top - top : 0;
  }
}

const LINES = "h2, h3, h4, h5, h6, dt, label, legend, caption, summary";

function words(element: Element): string {
  return element.textContent.replaceAll(/\s+/g, " ").trim();
}
