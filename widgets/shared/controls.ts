// What a question is answered with: a line, a text, a list to pick from, boxes to tick.
import { number, typed } from "./answers";
import { h, place, say, set, write } from "./dom";
import type { Option, Question, Texts, Value } from "./types";

/** Called with true when the answer is complete (a box ticked, a field left), with false while it is typed. */
type Touched = (done: boolean) => void;

export interface Control {
  /** Goes under the label, or into the fieldset. */
  element: HTMLElement;
  /** Several inputs under one legend instead of one under a label. */
  grouped: boolean;
  read(): Value;
  write(value: Value): void;
  /** Takes changed options, and ties the control to the texts with these ids. */
  update(question: Question, describedBy: string, invalid: boolean): void;
  focus(): void;
}

const few = 5; // up to so many options are shown at once

export function control(question: Question, id: string, texts: Texts, language: string, touched: Touched): Control {
  if (question.type === "choice" && (question.options?.length ?? 0) > few) return select(question, id, texts, touched);
  if (question.type === "reference" && (question.options?.length ?? 0) > 0) return select(question, id, texts, touched);
  if (question.type === "choice" || question.type === "yesno" || question.type === "reference") {
    return boxes("radio", question, id, texts, touched);
  }
  if (question.type === "choices" || question.type === "references") return boxes("checkbox", question, id, texts, touched);
  return line(question, id, language, touched);
}

/** Which of the above a question gets: when it changes, the control is made anew. */
export function shape(question: Question): string {
  const count = question.options?.length ?? 0;
  return `${question.type} ${question.type === "choice" ? count > few : count > 0}`;
}

function line(question: Question, id: string, language: string, touched: Touched): Control {
  // While a year is typed, a browser gives 0002, 0020, 0202: no answer until the field is left.
  const half = (): boolean => question.type === "date" && input.value.startsWith("0");
  const attributes = {
    id,
    class: "ds-input",
    dir: "auto",
    oninput: () => half() || touched(false),
    onchange: () => half() || touched(true),
    onblur: () => half() && touched(true),
  };
  const kinds: Record<string, object> = {
    number: { type: "text", inputmode: "decimal", autocomplete: "off" },
    year: { type: "text", inputmode: "numeric", autocomplete: "off", size: 8 },
    date: { type: "date", size: 14, dir: null },
    url: { type: "url", inputmode: "url", dir: "ltr" },
  };
  const input: HTMLInputElement | HTMLTextAreaElement = question.type === "text"
    ? h("textarea", { ...attributes, rows: question.rows ?? 4 })
    : h("input", { ...attributes, type: "text", ...kinds[question.type] });
  const unit = question.unit ? h("span", { class: "ds-field-affix", id: `${id}-unit` }, question.unit) : null;
  return {
    element: unit ? h("div", { class: "ds-field-affixes" }, input, unit) : input,
    grouped: false,
    read: () => (question.type === "number" || question.type === "year" ? number(input.value) : input.value || null),
    write: (value) => {
      const text = typed(question, value, language);
      if (input.value !== text) input.value = text;
    },
    update: (now, describedBy, invalid) => {
      set(input, "aria-describedby", [describedBy, unit ? unit.id : ""].join(" ").trim() || null);
      set(input, "aria-invalid", invalid ? "true" : null);
      set(input, "aria-required", now.required ? "true" : null);
    },
    focus: () => input.focus(),
  };
}

function select(question: Question, id: string, texts: Texts, touched: Touched): Control {
  const input = h("select", { id, class: "ds-input", onchange: () => touched(true) });
  const offer = (options: Option[]): void => {
    const chosen = input.value;
    place(input, [{ value: "", label: say(texts, "not_chosen") }, ...options].map(({ value, label }) => {
      const known = [...input.options].find((option) => option.value === value);
      if (known && known.textContent === label) return known;
      return h("option", { value }, label);
    }));
    input.value = chosen;
  };
  offer(question.options ?? []);
  return {
    element: input,
    grouped: false,
    read: () => input.value || null,
    write: (value) => {
      const code = value === null ? "" : String(value);
      // A code that is no longer offered stays what was answered until something else is chosen.
      if (![...input.options].some((option) => option.value === code)) input.append(h("option", { value: code }, code));
      if (input.value !== code) input.value = code;
    },
    update: (now, describedBy, invalid) => {
      const odd = [...input.options].find((option) => option.selected && option.value
        && !now.options?.some(({ value }) => value === option.value));
      offer([...(now.options ?? []), ...(odd ? [{ value: odd.value, label: odd.label }] : [])]);
      set(input, "aria-describedby", describedBy || null);
      set(input, "aria-invalid", invalid ? "true" : null);
      set(input, "aria-required", now.required ? "true" : null);
    },
    focus: () => input.focus(),
  };
}

function boxes(type: "radio" | "checkbox", question: Question, id: string, texts: Texts, touched: Touched): Control {
  const list = h("div", { class: "wb-options" });
  const nothing = h("p", { class: "wb-nothing" }, say(texts, "nothing_to_choose"));
  const rows = new Map<string, { row: HTMLElement; input: HTMLInputElement; label: HTMLLabelElement }>();
  let current: Value = null;

  const options = (now: Question): Option[] => {
    if (now.type === "yesno") {
      return ["yes", "no"].map((value) => ({ value, label: say(texts, value) }))
        .concat(now.required ? [] : [{ value: "", label: say(texts, "unanswered") }]);
    }
    const offered = [...(now.options ?? [])];
    const chosen = now.type === "choice" && typeof current === "string" ? current : "";
    if (chosen && !offered.some(({ value }) => value === chosen)) offered.push({ value: chosen, label: chosen });
    return type === "radio" && !now.required && offered.length
      ? [...offered, { value: "", label: say(texts, "unanswered") }]
      : offered;
  };
  const row = (value: string): { row: HTMLElement; input: HTMLInputElement; label: HTMLLabelElement } => {
    const box = `${id}-${value || "none"}`;
    const input = h("input", { type, id: box, name: id, value, class: "ds-input", onchange: () => touched(true) });
    const label = h("label", { for: box }, h("span"), " ", h("span", { class: "wb-means" }));
    const made = { row: h("div", { class: "ds-field wb-option" }, input, label), input, label };
    rows.set(value, made);
    return made;
  };
  const offer = (now: Question): void => {
    const offered = options(now).map(({ value, label, means }) => {
      const made = rows.get(value) ?? row(value);
      write(made.label.firstElementChild!, label);
      write(made.label.lastElementChild!, means ?? "");
      return made.row;
    });
    place(list, offered.length ? offered : [nothing]);
  };
  const show = (): void => {
    const codes = Array.isArray(current) ? current : [current === true ? "yes" : current === false ? "no" : (current ?? "")];
    for (const [value, { input }] of rows) input.checked = codes.includes(value);
  };
  offer(question);
  return {
    element: list,
    grouped: true,
    read: () => {
      const shown = [...rows.values()].filter(({ row: element }) => element.isConnected || list.contains(element));
      const codes = shown.filter(({ input }) => input.checked).map(({ input }) => input.value);
      if (question.type === "yesno") return codes[0] ? codes[0] === "yes" : null;
      if (type === "radio") return codes[0] || null;
      // What is chosen but not on offer any more is kept: ticking another box must not remove it.
      const kept = Array.isArray(current) ? current.filter((code) => !shown.some(({ input }) => input.value === code)) : [];
      return [...codes, ...kept];
    },
    write: (value) => {
      current = value;
      offer(question);
      show();
    },
    update: (now, describedBy, invalid) => {
      question = now;
      const before = [...rows.values()].filter(({ input }) => input.checked).map(({ input }) => input.value);
      offer(now);
      for (const { input } of rows.values()) {
        if (type === "checkbox") set(input, "aria-invalid", invalid ? "true" : null);
        if (before.length) input.checked = before.includes(input.value);
      }
      void describedBy; // the fieldset carries it
    },
    focus: () => (list.querySelector<HTMLInputElement>("input:checked") ?? list.querySelector("input"))?.focus(),
  };
}
