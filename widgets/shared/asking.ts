// A question to the kernel that changes no answer, and what it says.
import { uuid } from "./dom";
import type { Answer, Model, Values } from "./types";

const PATIENCE = 10_000;

export interface Told {
  type: string;
  message?: string;
}

/** Resolves with the kernel's answer; with null when none has come. Nothing of it is tried again unasked. */
export class Asking {
  private readonly waiting = new Map<string, (told: Told | null) => void>();

  constructor(private readonly model: Pick<Model<unknown>, "on" | "off" | "send">, signal: AbortSignal) {
    const hear = (told: Answer): void => this.waiting.get(told.token)?.(told);
    model.on("msg:custom", hear);
    signal.addEventListener("abort", () => model.off("msg:custom", hear));
  }

  ask<T extends Told>(type: string, what: Values = {}): Promise<T | null> {
    const token = uuid();
    return new Promise((done) => {
      const settle = (told: Told | null): void => {
        clearTimeout(late);
        this.waiting.delete(token);
        done(told as T | null);
      };
      const late = window.setTimeout(() => settle(null), PATIENCE);
      this.waiting.set(token, settle);
      try {
        this.model.send({ type, token, ...what });
      } catch {
        settle(null);
      }
    });
  }
}
