// Answers as people write and read them: numbers with a comma, dates by the language, codes by their label.
import { same } from "./kept";
import { say } from "./dom";
import type { Question, Texts, Value } from "./types";

/** What a number field holds as a number; what is no number stays text, and the kernel says what is wrong with it. */
export function number(text: string): Value {
  const plain = text.trim().replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-").replace(",", ".");
  if (!plain) return null;
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : text;
}

/** A stored value as the text of an input. */
export function typed(question: Question, value: Value, language: string): string {
  if (value === null) return "";
  if (typeof value === "number" && question.type === "number") {
    return language === "en" ? String(value) : String(value).replace(".", ",");
  }
  return String(value);
}

/** A value in words, where it is only shown. */
export function inWords(question: Question, value: Value, language: string, texts: Texts): string {
  if (same(value, null)) return say(texts, "unanswered");
  if (typeof value === "boolean") return say(texts, value ? "yes" : "no");
  const label = (code: string): string => question.options?.find((option) => option.value === code)?.label ?? code;
  if (Array.isArray(value)) return value.map(label).join("; ");
  if (question.type === "date") {
    const day = new Date(`${String(value)}T12:00:00`);
    return Number.isNaN(day.valueOf()) ? String(value) : day.toLocaleDateString(language, { dateStyle: "long" });
  }
  if (question.type === "choice" || question.type === "reference") return label(String(value));
  const text = typed(question, value, language);
  return question.unit ? `${text} ${question.unit}` : text;
}
