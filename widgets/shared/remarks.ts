// What the checks say of something as a whole: of a record, or of all records of a kind.
import { h, place, set, write } from "./dom";
import type { Remark } from "./types";

/** Shows the remarks as the items of a list. */
export function remark(list: HTMLElement, remarks: Remark[]): void {
  place(list, remarks.map(({ severity, sentence }, index) => {
    const item = (list.children[index] as HTMLElement | undefined) ?? h("li", { class: "wb-note" });
    set(item, "data-severity", severity);
    write(item, sentence);
    return item;
  }));
}
