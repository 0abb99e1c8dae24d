// One record as this page has it: what the store last said, and the edits that are on their way there.
import { same } from "./kept";
import type { Answer, Known, Value, Values } from "./types";

export interface Edit {
  value: Value;
  /** What the question held when the edit began: if the store holds something else by now, someone else wrote. */
  base: Value;
  /** The kernel's sentence on why this value was refused. */
  error?: string | undefined;
  /** Someone else's answer stands in the store; nothing is sent until the person has chosen. */
  conflict?: { clock: string; by: string } | undefined;
}

/** Something done to the whole record: it waits its turn behind a save that is under way. */
export interface Act {
  type: "delete" | "restore" | "move";
  extra: Values;
  done: (answer: Answer) => void;
}

export class Draft {
  readonly edits = new Map<string, Edit>();
  readonly acts: Act[] = [];
  server: Values = {};
  /** What a new record is begun with before anybody has answered a question: an anchor's place. */
  given: Values = {};
  revision = 0;
  clock = "";
  by = "";
  deleted = false;
  /** Someone else deleted the record while there is text here that has not been saved. */
  lost = false;
  /** A refusal that belongs to no single question. */
  problem = "";
  /** What has become of the text an earlier visit left behind. */
  resend: "no" | "under way" | "done" = "no";
  flight: string | null = null;
  /** Called when what is under way has been answered, or is known not to be. */
  readonly waiting: (() => void)[] = [];
  tries = 0;
  timer = 0;

  constructor(readonly id: string, readonly kind: string) {}

  /** The value a question shows: what was typed, else what is stored. */
  value(field: string): Value {
    return this.edits.get(field)?.value ?? (this.edits.has(field) ? null : (this.server[field] ?? null));
  }

  /** Takes what the kernel shows, unless something newer is known already. */
  learn(known: Known): void {
    if (known.revision < this.revision) return;
    this.server = known.values;
    this.revision = known.revision;
    this.clock = known.clock ?? this.clock;
    this.by = known.by ?? this.by;
    if (known.revision > 0 && !this.acts.length) this.deleted = this.lost = false;
  }

  /** Takes what an answer says about the stored record. */
  take(answer: Extract<Answer, { type: "saved" | "stale" }>): void {
    if (answer.revision < this.revision) return;
    this.revision = answer.revision;
    this.server = answer.values;
    this.clock = answer.clock ?? "";
    this.by = answer.by ?? "";
    if (answer.deleted !== undefined) this.deleted = answer.deleted;
  }

  /** The edits to send now; marks those that would overwrite what someone else wrote meanwhile. */
  outgoing(refusedToo: boolean): Values {
    const values: Values = {};
    for (const [field, edit] of this.edits) {
      if (edit.conflict || (edit.error && !refusedToo)) continue;
      if (!same(this.server[field], edit.base) && !same(this.server[field], edit.value)) {
        edit.conflict = { clock: this.clock, by: this.by };
      } else values[field] = edit.value;
    }
    return values;
  }

  get errors(): [string, string][] {
    return [...this.edits].filter(([, edit]) => edit.error).map(([field, edit]) => [field, edit.error!]);
  }

  get conflicts(): string[] {
    return [...this.edits].filter(([, edit]) => edit.conflict).map(([field]) => field);
  }

  get stuck(): boolean {
    return this.lost || this.problem !== "" || this.errors.length > 0 || this.conflicts.length > 0;
  }
}
