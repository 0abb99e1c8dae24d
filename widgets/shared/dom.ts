// The few lines between the widgets and the document: every text goes in as text, never as markup.
import type { Texts } from "./types";

type Child = Node | string | null | undefined | false;
type Handler = (event: Event) => void;
type Attributes = Record<string, string | number | boolean | null | undefined | Handler>;

/** An element with attributes, listeners (functions under `onclick` and the like) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else set(element, name, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

/** A heading of the given level; there are no more than six. */
export function heading(level: number, className: string, ...children: Child[]): HTMLHeadingElement {
  const tag = `h${Math.min(6, Math.max(1, level))}` as "h2";
  return h(tag, { class: className }, ...children);
}

/** Sets an attribute only where it differs: a needless write makes screen readers speak again. */
export function set(element: Element, name: string, value: string | number | boolean | null | undefined): void {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Makes `nodes` the children of `parent`, in order, touching only what is elsewhere now. */
export function place(parent: Element, nodes: Node[]): void {
  keepFocus(() => {
    const wanted = new Set(nodes);
    for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
    let next: ChildNode | null = null;
    for (const node of [...nodes].reverse()) {
      if (node.parentNode !== parent || node.nextSibling !== next) parent.insertBefore(node, next);
      next = node as ChildNode;
    }
  });
}

/** Does something that may move the focused element in the document, and gives it focus and caret back. */
export function keepFocus(change: () => void): void {
  const focused = document.activeElement;
  const field = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? focused : null;
  const caret = field ? [field.selectionStart, field.selectionEnd] : null;
  change();
  if (!(focused instanceof HTMLElement) || focused === document.activeElement || !focused.isConnected) return;
  focused.focus({ preventScroll: true });
  if (field && caret && caret[0] !== null && caret[0] !== undefined) field.setSelectionRange(caret[0], caret[1] ?? null);
}

/** The id, or another one when a second view of the same record is on the page: labels need ids to be unique. */
export function unused(id: string): string {
  let free = id;
  for (let number = 2; document.getElementById(free); number += 1) free = `${id}-${number}`;
  return free;
}

const bidirectional = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/;

/** The text under `key` with its `{names}` filled in; what a person wrote cannot turn the sentence around. */
export function say(texts: Texts, key: string, names: Record<string, string | number | null | undefined> = {}): string {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(names[name] ?? "");
    return bidirectional.test(value) ? `\u2068${value}\u2069` : value;
  });
}

/** A random id; `crypto.randomUUID` is missing where the page does not come over https or from this machine. */
export function uuid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A button of Designsystemet. */
export function button(label: string, variant: "primary" | "secondary" | "tertiary", act: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: "ds-button", "data-variant": variant, onclick: act }, label);
}
