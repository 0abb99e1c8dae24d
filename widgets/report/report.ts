// A report: blocks computed by the kernel, drawn as they come. Nothing in it can be answered.
import { contentOf, follow } from "../shared/content";
import { h, heading, place, unused, write } from "../shared/dom";
import { type Mounting, frame } from "../shared/mount";
import type { Block, Cell, ReportContent } from "../shared/types";

type Drawing = Extract<Block, { type: "drawing" }>;
type Figures = Extract<Block, { type: "table" }>;

const none = "–";

/** Draws each block once, and again only when it says something else: a region being scrolled stays where it is. */
class ReportView {
  private readonly drawn: { block: string; element: HTMLElement }[] = [];

  draw(blocks: Block[], level: number): HTMLElement[] {
    this.drawn.length = Math.min(this.drawn.length, blocks.length);
    return blocks.map((block, index) => {
      const now = JSON.stringify(block);
      const before = this.drawn[index];
      if (before?.block !== now) this.drawn[index] = { block: now, element: opened(element(block, level), before?.element) };
      return this.drawn[index]!.element;
    });
  }
}

/** What was opened before a save stays open after it. */
function opened(now: HTMLElement, before: HTMLElement | undefined): HTMLElement {
  if (now instanceof HTMLDetailsElement && before instanceof HTMLDetailsElement) now.open = before.open;
  return now;
}

function element(block: Block, level: number): HTMLElement {
  switch (block.type) {
    case "heading":
      return heading(level, "wb-group-title wb-block", block.text);
    case "text":
      return h("p", { class: "wb-block", "data-tone": block.tone, dir: "auto" }, block.text);
    case "list":
      return h(block.ordered ? "ol" : "ul", { class: "wb-block" },
        ...block.items.map((item) => h("li", { dir: "auto" }, item)));
    case "table":
      return table(block);
    case "drawing":
      return drawing(block);
    case "folded":
      return h("details", { class: "wb-fold wb-block" },
        h("summary", { dir: "auto" }, block.summary), ...block.blocks.map((part) => element(part, level)));
  }
}

function table({ caption, columns, rows, row_headers: named = true }: Figures): HTMLElement {
  const kind = (column: number): string | null => (columns[column]?.numeric ? "wb-numeric" : null);
  const cell = (said: Cell, column: number): HTMLElement => {
    const { text, language = null } = typeof said === "string" ? { text: said } : said;
    return named && column === 0
      ? h("th", { scope: "row", dir: "auto", lang: language }, text || none)
      : h("td", { class: kind(column), dir: "auto", lang: language }, text || none);
  };
  return h("div", { class: "wb-scroll wb-block", role: "group", "aria-label": caption, tabindex: 0 },
    h("table", { class: "wb-figures" },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...columns.map(({ label }, column) => h("th", { scope: "col", class: kind(column) }, label)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map(cell))))));
}

/** The drawing as the kernel made it; only its ids are its own, since the static face may stand on the same page. */
function drawing({ label, svg }: Drawing): HTMLElement {
  const sheet = h("div", { class: "wb-sheet wb-block", role: "group", "aria-label": label, tabindex: 0 });
  // As XML, and not as HTML: there is nothing in it that could end up as anything but SVG.
  const image = document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
  for (const named of image.querySelectorAll("[id]")) {
    const own = unused(`k-${named.id}`);
    const names = image.getAttribute("aria-labelledby") ?? "";
    image.setAttribute("aria-labelledby", names.split(" ").map((name) => (name === named.id ? own : name)).join(" "));
    named.id = own;
  }
  sheet.append(image);
  return sheet;
}

function render({ model, el, signal }: Mounting<ReportContent>): () => void {
  const life = new AbortController();
  signal?.addEventListener("abort", () => life.abort());
  const { name, level = 2 } = contentOf(model);
  const root = frame(el, contentOf(model), "report", document.getElementById(`k-report-${name}`) ? null : `k-report-${name}`);
  const title = heading(level, "wb-title");
  const intro = h("p", { class: "wb-intro" });
  const view = new ReportView();
  const update = (): void => {
    const content = contentOf(model);
    write(title, content.title ?? "");
    write(intro, content.intro ?? "");
    place(root, [title, ...(content.intro ? [intro] : []), ...view.draw(content.blocks, level + 1)]);
  };
  update();
  follow(model, update, life.signal);
  life.signal.addEventListener("abort", () => root.remove());
  return () => life.abort();
}

export default { render };
