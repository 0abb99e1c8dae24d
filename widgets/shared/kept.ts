// Edits the kernel has not acknowledged, kept where a reload or a dropped connection cannot take them.
import type { Value } from "./types";

export interface Kept {
  kind: string;
  value: Value;
  base: Value;
  revision: number;
  time: number;
}

/** Whether two answers are the same; an unanswered question may be null, an empty text or an empty list. */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  const plain = (value: Value | undefined): string => {
    if (value === null || value === undefined || value === "") return "";
    if (Array.isArray(value)) return value.length ? JSON.stringify([...value].sort()) : "";
    return JSON.stringify(value);
  };
  return plain(one) === plain(other);
}

/** The kept edits of one person in one place; a browser that refuses to store anything only loses the keeping. */
export class Keeper {
  /** False once the browser has refused: the page then warns before it is left with unsaved text. */
  works = true;

  constructor(private readonly prefix: string) {}

  put(record: string, field: string, kept: Kept): void {
    this.attempt((storage) => storage.setItem(this.key(record, field), JSON.stringify(kept)));
  }

  /** Forgets an edit, unless a newer one has taken its place (in another tab). */
  drop(record: string, field: string, value?: Value): void {
    this.attempt((storage) => {
      const key = this.key(record, field);
      const kept = value === undefined ? null : read(storage.getItem(key));
      if (!kept || same(kept.value, value)) storage.removeItem(key);
    });
  }

  /** What is kept of a kind, by record and field. */
  of(kind: string): Map<string, Map<string, Kept>> {
    const records = new Map<string, Map<string, Kept>>();
    this.attempt((storage) => {
      for (let index = 0; index < storage.length; index += 1) {
        const key = storage.key(index) ?? "";
        const [, record, field] = key.startsWith(`${this.prefix}:`)
          ? (/^([^:]+):(.+)$/.exec(key.slice(this.prefix.length + 1)) ?? [])
          : [];
        const kept = record && field ? read(storage.getItem(key)) : null;
        if (!kept || kept.kind !== kind) continue;
        const fields = records.get(record!) ?? new Map<string, Kept>();
        records.set(record!, fields.set(field!, kept));
      }
    });
    return records;
  }

  private key(record: string, field: string): string {
    return `${this.prefix}:${record}:${field}`;
  }

  private attempt(act: (storage: Storage) => void): void {
    try {
      act(window.localStorage);
    } catch {
      this.works = false;
    }
  }
}

function read(text: string | null): Kept | null {
  try {
    const kept: unknown = JSON.parse(text ?? "null");
    return kept && typeof kept === "object" && "kind" in kept && "value" in kept ? (kept as Kept) : null;
  } catch {
    return null;
  }
}
