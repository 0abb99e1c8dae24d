// “X was deleted. Undo”: stays until it is answered, and takes the focus, since what had it is gone.
import { button, h, say } from "./dom";
import type { Texts } from "./types";

export class Notice {
  readonly element = h("div", { class: "wb-notice", hidden: true });
  /** Spoken to those who do not see the page; present from the start, or the first words would go unheard. */
  readonly spoken = h("p", { class: "ds-sr-only", role: "status" });

  constructor(private readonly texts: Texts) {}

  say(sentence: string): void {
    this.spoken.textContent = sentence;
  }

  show(sentence: string, undo: (() => void) | null, dismissed: () => void): void {
    const { texts } = this;
    const close = (then: () => void) => (): void => {
      this.hide();
      then();
    };
    const text = h("p", { dir: "auto" }, sentence);
    const back = undo ? button(say(texts, "undo"), "secondary", close(undo)) : null;
    const away = button(say(texts, "dismiss"), "tertiary", close(dismissed));
    this.element.replaceChildren(text, h("div", { class: "wb-buttons" }, back, away));
    this.element.hidden = false;
    this.say(sentence);
    (back ?? away).focus();
  }

  hide(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
