// What a widget shows: its content when the page was opened, with whatever of it has changed since.
import type { Model } from "./types";

export function contentOf<C>(model: Model<C>): C {
  return { ...model.get("opened"), ...model.get("changed") };
}

/** Calls `update` whenever the content has changed, until `signal` is aborted. */
export function follow<C>(model: Model<C>, update: () => void, signal: AbortSignal): void {
  model.on("change:changed", update);
  signal.addEventListener("abort", () => model.off("change:changed", update));
}
