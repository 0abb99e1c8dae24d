// What the kernel and the browser say to each other; widgets/protocol on the Python side is the other half.

export type Value = string | number | boolean | string[] | null;
export type Values = Record<string, Value>;
export type Texts = Record<string, string>;

export interface Option {
  value: string;
  label: string;
  /** What choosing it means here, in a sentence. */
  means?: string | null;
}

export type QuestionType =
  | "line" | "text" | "number" | "year" | "date" | "url"
  | "choice" | "choices" | "reference" | "references" | "yesno";

export interface Question {
  name: string;
  label: string;
  help?: string | null;
  required?: boolean;
  type: QuestionType;
  limit?: number | null;
  min?: number | null;
  max?: number | null;
  options?: Option[] | null;
  unit?: string | null;
  rows?: number | null;
}

export interface Group {
  name: string;
  label?: string | null;
  questions: Question[];
}

export interface Finding {
  field?: string | null;
  severity: "error" | "warning" | "info" | "missing";
  sentence: string;
}

/** A record as it was last read from the store. */
export interface Known {
  id: string;
  revision: number;
  values: Values;
  clock?: string | null;
  by?: string | null;
}

export interface Row extends Known {
  display: Record<string, string>;
  title: string;
  findings?: Finding[];
}

/** What a check says, without the place it says it of. */
export type Remark = Pick<Finding, "severity" | "sentence">;

export interface Content {
  widget: string;
  language: string;
  readonly?: boolean;
  store: string;
  texts: Texts;
  level?: number;
  title?: string;
  intro?: string | null;
  /** What the checks say of all of it together. */
  remarks?: Remark[];
  /** How many records of the kind have been deleted. */
  deleted?: number;
  comments?: Remarked;
}

/** What people say of one thing; the first of `items` began it. */
export interface Thread {
  id: string;
  record: string;
  field: string;
  resolved: boolean;
  by: string;
  revision: number;
  items: { id: string; revision: number; text: string; by: string; role: string; when: string; own: boolean; withdrawn: boolean }[];
}

export interface Remarked {
  may: boolean;
  /** Whether one may comment before anybody has written the record. */
  single: boolean;
  whole: string;
  threads: Thread[];
}

export interface Editable extends Content {
  kind: string;
  groups: Group[];
}

export interface FormContent extends Editable {
  record: Known;
  findings?: Finding[];
}

export interface TableContent extends Editable {
  singular: string;
  columns: { name: string; label: string }[];
  records: Row[];
  can?: { write?: boolean; move?: boolean };
}

/** Rows that are always there; a record is made for one when it is first answered. */
export interface ChecklistContent extends Editable {
  row_field: string;
  rows: {
    code: string;
    label: string;
    description: string;
    part: string;
    /** What an option of a question means for this row: question → option → sentence. */
    means: Record<string, Record<string, string>>;
  }[];
  selectors: (Question & { value?: string | null })[];
  /** The record of each place: "row|selector|selector" → its id. */
  ids: Record<string, string>;
  records: Row[];
}

/** Words in the reader's language, or in the one that is named. */
export type Cell = string | { text: string; language?: string };

export type Block =
  | { type: "heading"; text: string }
  | { type: "text"; text: string; tone?: "strong" | "muted" | "good" | "warning" | null }
  | { type: "list"; items: string[]; ordered?: boolean }
  | {
      type: "table";
      caption: string;
      columns: { label: string; numeric?: boolean }[];
      rows: Cell[][];
      row_headers?: boolean;
    }
  | { type: "drawing"; label: string; svg: string }
  | { type: "folded"; summary: string; blocks: Block[] };

export interface ReportContent extends Content {
  name: string;
  blocks: Block[];
}

export interface MatrixContent extends Content {
  goals: { id: string; title: string; anchored: boolean; missing?: string[] }[];
  documents: { id: string; title: string; type?: string | null }[];
  cells: Record<string, (Known & { status: string | null; standing: string; findings?: Finding[] })[]>;
  statuses: Record<string, { label: string; symbol: string }>;
  groups: Group[];
  degree?: { anchored: number; goals: number; sentence: string } | null;
  empty?: string | null;
}

export interface SessionContent extends Content {
  municipality: string;
  person?: string | null;
  place?: string | null;
  steps: {
    key: string;
    title: string;
    href?: string | null;
    state?: "complete" | "started" | "empty" | null;
    state_label: string;
    current?: boolean;
  }[];
  done: number;
  total: number;
  complete_sentence: string;
  missing: { sentence: string; target?: string | null }[];
  findings: { severity: Finding["severity"]; label: string; sentence: string; target?: string | null }[];
  saved?: { clock: string; by?: string | null } | null;
  /** Grows with whatever is written of what the page shows. */
  standing?: number;
}

/** An answer of the kernel to one message; `token` says to which. */
export type Answer =
  | {
      type: "saved" | "stale";
      token: string;
      record: string;
      revision: number;
      values: Values;
      clock?: string | null;
      by?: string | null;
      deleted?: boolean;
    }
  | { type: "refused"; token: string; record: string; errors?: Record<string, string>; message?: string };

/** The part of an anywidget model that is used: the tests put a small one in its place. */
export interface Model<C> {
  get(name: "opened"): C;
  get(name: "changed"): Partial<C>;
  on(event: string, callback: (message: Answer) => void): void;
  off(event: string, callback: (message: Answer) => void): void;
  send(message: unknown): void;
}

export type SaveState = "saving" | "saved" | "offline" | "refused";
