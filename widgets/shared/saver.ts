// Saves what is typed: soon, one message at a time per record, and until the kernel has acknowledged it.
import { Asking } from "./asking";
import { uuid } from "./dom";
import { type Act, Draft } from "./draft";
import { Keeper, same } from "./kept";
import type { Answer, Content, Known, Model, Remarked, SaveState, Value, Values } from "./types";

const PAUSE = 500; // ms without typing before a save
const PATIENCE = 5_000; // ms without an answer before the person is told
const SLOWEST = 30_000; // ms between tries, at most
const LONGEST = 20_000; // characters of one text in a message; every question's limit is far below

interface Flight {
  draft: Draft;
  revision: number;
  sent: Values;
  act: Act | null;
}

export class Saver {
  readonly drafts = new Map<string, Draft>();
  readonly keeper: Keeper;
  readonly asking: Asking;
  /** What is said of the records: shown beside them, and never part of a save. */
  talk: Remarked | undefined;
  clock = "";
  private readonly flights = new Map<string, Flight>();
  private readonly source = uuid();
  private told = "";

  constructor(
    private readonly model: Model<Content>,
    store: string,
    private readonly changed: (draft: Draft) => void,
    signal: AbortSignal,
  ) {
    this.keeper = new Keeper(store);
    this.asking = new Asking(model, signal);
    const answer = (message: Answer): void => this.hear(message);
    model.on("msg:custom", answer);
    const hurry = (): void => this.drafts.forEach((draft) => this.flush(draft));
    const retry = (): void => this.drafts.forEach((draft) => draft.tries && this.again(draft));
    window.addEventListener("online", retry, { signal });
    window.addEventListener("pagehide", hurry, { signal });
    window.addEventListener("beforeunload", (event) => this.warn(event), { signal });
    signal.addEventListener("abort", () => {
      hurry();
      model.off("msg:custom", answer);
      this.drafts.forEach((draft) => clearTimeout(draft.timer));
    });
  }

  /** The draft of a record; made when it is not known yet. */
  draft(id: string, kind: string): Draft {
    const draft = this.drafts.get(id) ?? new Draft(id, kind);
    this.drafts.set(id, draft);
    return draft;
  }

  /** The draft of a record of which the kernel has just shown this. */
  learn(known: Known, kind: string): Draft {
    const draft = this.draft(known.id, kind);
    draft.learn(known);
    for (const [field, edit] of draft.edits) {
      if (!draft.flight && same(draft.server[field], edit.value)) this.forget(draft, field, edit.value);
    }
    return draft;
  }

  /** Takes up the edits an earlier visit left behind; `into` names the record of a form, whatever id it had then. */
  adopt(kind: string, into?: Draft): Draft[] {
    const adopted = new Set<Draft>();
    for (const [record, fields] of this.keeper.of(kind)) {
      const draft = into ?? this.draft(record, kind);
      if (!into && !draft.revision) draft.revision = Math.max(...[...fields.values()].map((kept) => kept.revision));
      for (const [field, kept] of fields) {
        if (record !== draft.id) this.keeper.drop(record, field);
        if (draft.edits.has(field)) continue;
        if (same(draft.server[field], kept.value)) this.keeper.drop(record, field);
        else this.put(draft, field, kept.value, kept.base);
      }
      if (draft.edits.size) adopted.add(draft);
    }
    for (const draft of adopted) {
      draft.resend = "under way";
      this.soon(draft, 0);
    }
    return [...adopted];
  }

  /** An edit by the person; `base` is what the question showed before. */
  edit(draft: Draft, field: string, value: Value, base: Value, now = false): void {
    const edit = draft.edits.get(field);
    if (edit) edit.error = undefined;
    // What a new record was begun with (an anchor's place) is part of its first save, also after a reload.
    if (!draft.revision && !draft.edits.size) {
      for (const [given, known] of Object.entries(draft.given)) this.put(draft, given, known, null);
    }
    draft.problem = "";
    draft.resend = "no";
    this.put(draft, field, value, edit ? edit.base : base);
    this.soon(draft, now ? 0 : PAUSE);
    this.changed(draft);
  }

  /** What the person chose when two texts stood against each other. */
  choose(draft: Draft, field: string, mine: boolean): void {
    const edit = draft.edits.get(field);
    if (!edit) return;
    edit.conflict = undefined;
    edit.base = draft.server[field] ?? null;
    if (mine) this.put(draft, field, edit.value, edit.base);
    else this.forget(draft, field);
    this.soon(draft, 0);
    this.report(draft);
  }

  /** Sends at once what is waiting. */
  flush(draft: Draft): void {
    if (draft.timer && !draft.flight) this.send(draft, true);
  }

  /** Resolves when what was typed has been judged; a kernel that is slow to answer is not waited for long. */
  settled(draft: Draft): Promise<void> {
    this.flush(draft);
    if (!draft.flight || draft.tries) return Promise.resolve();
    return new Promise((done) => {
      draft.waiting.push(done);
      window.setTimeout(done, PAUSE * 3);
    });
  }

  /** Deletes, restores or moves a record; resolves with the kernel's answer. */
  act(draft: Draft, type: Act["type"], extra: Values = {}): Promise<Answer> {
    return new Promise((done) => {
      draft.acts.push({ type, extra, done });
      if (!draft.flight) this.send(draft, false);
    });
  }

  /** Leaves a record alone: its edits are no longer to be saved, here or after a reload. */
  abandon(draft: Draft): void {
    clearTimeout(draft.timer);
    draft.timer = 0;
    for (const field of draft.edits.keys()) this.keeper.drop(draft.id, field);
  }

  /** Takes up again the edits of a record that had been abandoned. */
  resume(draft: Draft): void {
    for (const [field, edit] of [...draft.edits]) this.put(draft, field, edit.value, edit.base);
    this.soon(draft, 0);
  }

  /** Asks for what others have written since. */
  refresh(): void {
    this.post({ type: "refresh", token: uuid() });
  }

  again(draft: Draft): void {
    draft.flight = null;
    this.send(draft, true);
  }

  private put(draft: Draft, field: string, value: Value, base: Value): void {
    draft.edits.set(field, { ...draft.edits.get(field), value, base });
    const { kind, revision } = draft;
    this.keeper.put(draft.id, field, { kind, value, base, revision, time: Date.now() });
  }

  private forget(draft: Draft, field: string, value?: Value): void {
    draft.edits.delete(field);
    this.keeper.drop(draft.id, field, value);
  }

  private soon(draft: Draft, pause: number): void {
    if (draft.flight) return; // what was typed meanwhile follows the answer
    clearTimeout(draft.timer);
    draft.timer = window.setTimeout(() => this.send(draft, true), pause);
  }

  private send(draft: Draft, refusedToo: boolean): void {
    clearTimeout(draft.timer);
    draft.timer = 0;
    const act = draft.acts[0] ?? null;
    const sent = act || draft.deleted || draft.lost ? {} : draft.outgoing(refusedToo);
    if (!act && !Object.keys(sent).length) return this.report(draft);
    const token = uuid();
    const { id: record, kind, revision } = draft;
    this.flights.set(token, { draft, revision, sent, act });
    draft.flight = token;
    const wait = Math.min(SLOWEST, PATIENCE * 2 ** draft.tries);
    draft.timer = window.setTimeout(() => {
      draft.tries += 1;
      this.again(draft);
    }, wait);
    const what = act ? { type: act.type, ...act.extra } : { type: "save", kind, values: sendable(sent) };
    this.post({ ...what, token, record, revision });
    this.report(draft);
  }

  private post(message: unknown): void {
    try {
      this.model.send(message);
    } catch {
      // The connection is gone: nobody answers, and the save is tried again when patience has run out.
    }
  }

  private hear(answer: Answer): void {
    const flight = this.flights.get(answer.token);
    if (!flight) return; // not ours, or answered before: another widget shares the kernel
    this.flights.delete(answer.token);
    const { draft, revision, sent, act } = flight;
    if (draft.flight === answer.token) {
      clearTimeout(draft.timer);
      draft.timer = 0;
      draft.flight = null;
    }
    draft.tries = 0;
    if (act) this.acted(draft, act, answer);
    else if (answer.type === "refused") this.refused(draft, sent, answer);
    else this.stored(draft, sent, answer);
    // A refused answer waits for the person; whatever else is there goes on its way. “Stale” on the newest
    // revision should not happen: tried again without haste, it cannot become a storm of messages.
    if (!draft.flight && answer.type === "stale" && answer.revision === revision) this.soon(draft, PATIENCE);
    else if (!draft.flight) this.send(draft, false);
    this.report(draft);
  }

  private stored(draft: Draft, sent: Values, answer: Exclude<Answer, { type: "refused" }>): void {
    draft.take(answer);
    if (answer.type === "stale" && answer.deleted) draft.lost = true;
    for (const [field, value] of Object.entries(sent)) {
      const edit = draft.edits.get(field);
      if (!edit) continue;
      // In answer to a stale save the store may hold our very text: an earlier answer was lost on its way.
      const there = answer.type === "saved" || same(draft.server[field], value);
      if (there && same(edit.value, value)) this.forget(draft, field, value);
      else if (there) this.put(draft, field, edit.value, draft.server[field] ?? null);
      if (there) edit.error = undefined;
    }
    if (answer.type === "saved") this.clock = answer.clock ?? this.clock;
  }

  private refused(draft: Draft, sent: Values, answer: Extract<Answer, { type: "refused" }>): void {
    const errors = answer.errors ?? {};
    const named = Object.keys(sent).filter((field) => errors[field]);
    draft.problem = named.length ? "" : (answer.message ?? Object.values(errors)[0] ?? "");
    for (const [field, value] of Object.entries(sent)) {
      const edit = draft.edits.get(field);
      // Typed on since: the newer text has not been judged yet.
      if (!edit || !same(edit.value, value)) continue;
      if (!named.length) edit.error = draft.problem || "–";
      else if (errors[field]) edit.error = errors[field];
    }
  }

  private acted(draft: Draft, act: Act, answer: Answer): void {
    if (answer.type !== "refused") draft.take(answer);
    if (draft.acts[0] !== act) return; // sent twice, and answered before
    // Putting back and moving overwrite no text: on a newer revision they are simply tried again.
    const again = answer.type === "stale" && act.type !== "delete" && Boolean(answer.deleted) === (act.type === "restore");
    if (again) return;
    draft.acts.shift();
    act.done(answer);
  }

  /** Tells the widget, and the page, how things stand. */
  private report(draft: Draft): void {
    if (draft.resend === "under way" && !draft.edits.size && !draft.flight) draft.resend = "done";
    this.changed(draft);
    if (!draft.flight || draft.tries) draft.waiting.splice(0).forEach((done) => done());
    const state = this.state();
    const detail = { source: this.source, state, clock: this.clock };
    if (this.told === JSON.stringify(detail) || (state === "saved" && !this.clock)) return;
    this.told = JSON.stringify(detail);
    window.dispatchEvent(new CustomEvent("workbook:save-state", { detail }));
  }

  private state(): SaveState {
    const drafts = [...this.drafts.values()].filter((draft) => !draft.deleted || draft.lost || draft.flight);
    if (drafts.some((draft) => draft.tries)) return "offline";
    if (drafts.some((draft) => draft.stuck)) return "refused";
    return drafts.some((draft) => draft.flight) ? "saving" : "saved";
  }

  private warn(event: BeforeUnloadEvent): void {
    const unsaved = [...this.drafts.values()].some((draft) => draft.edits.size && !draft.deleted);
    if (!this.keeper.works && unsaved) event.preventDefault();
  }
}

/** What goes over the line: the beginning of a text far too long is refused like the whole, which would break the line. */
function sendable(values: Values): Values {
  const cut = (value: Value): Value =>
    typeof value === "string" && value.length > LONGEST ? value.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "") : value;
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, cut(value)]));
}
