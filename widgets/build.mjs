// Bundles the browser part: one module per widget, one style for all widgets, one for the pages.
import { build, transform } from "esbuild";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { outlines } from "../course/figures/outlines.mjs";
import { pageAssets } from "./page.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const notice = "/*! Contains Designsystemet, © Digitaliseringsdirektoratet (Digdir), MIT licence */";

// The theme's dark colours and its second brand are half of it, and used nowhere here.
const unused = /^@layer ds\.theme\.(color-scheme\.dark|typography\.secondary)|^\[data-color="brand/m;
const automatic = /\n@media \(prefers-color-scheme: light\) \{[\s\S]*?\n\}\n\s*\}\n/;

/** The theme's blocks that are used, with its variables hung on `.wb` instead of the whole document. */
function scoped(css) {
  const blocks = css.split(/\n(?=@layer )/).filter((block) => !unused.test(block));
  return blocks
    .map((block) => block.replace(automatic, "\n"))
    .join("\n")
    .replaceAll(/(^|, )\[data-/gm, "$1.wb [data-")
    .replaceAll(":root", ".wb");
}

/** Without the variables nothing asks for: the style travels to the browser once for each widget of a page. */
function shaken(css) {
  const asked = new Set([...css.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name));
  const rest = css.replaceAll(/^\s*(--[\w-]+):[^;{}]*;\n/gm, (line, name) => (asked.has(name) ? line : ""));
  return rest === css ? css : shaken(rest);
}

async function style(source, target) {
  const { outputFiles, warnings } = await build({ ...styles, minify: false, write: false, entryPoints: [source] });
  if (warnings.length) process.exitCode = 1; // the theme is cut by its layout: a new one may need other scissors
  const { code } = await transform(shaken(outputFiles[0].text), { loader: "css", minify: true, target: styles.target });
  await mkdir(join(root, dirname(target)), { recursive: true });
  await writeFile(join(root, target), notice + "\n" + code);
}

/** Lets a stylesheet import the theme twice over: as it is for a page, scoped for a widget in JupyterLab. */
const theme = {
  name: "theme",
  setup(bundler) {
    bundler.onResolve({ filter: /^theme:/ }, ({ path }) => ({ path, namespace: "theme" }));
    bundler.onLoad({ filter: /.*/, namespace: "theme" }, async ({ path }) => {
      const file = join(root, "node_modules/@digdir/designsystemet-theme/src/themes/designsystemet.css");
      const css = scoped(await readFile(file, "utf8"));
      return { contents: path === "theme:page" ? css.replaceAll(".wb", ":root") : css, loader: "css" };
    });
  },
};

const common = { absWorkingDir: root, bundle: true, minify: true, target: "es2022", logLevel: "warning" };
const scripts = { ...common, format: "esm", legalComments: "none" };
const styles = { ...common, target: ["chrome112", "firefox117", "safari16.5"], plugins: [theme] };
const pages = (await readdir(join(root, "course/server")).catch(() => [])).filter((name) => name.endsWith(".ts"));

const widgets = ["form", "table", "matrix", "checklist", "report", "session"].map((name) => [name, `widgets/${name}/${name}.ts`]);

await Promise.all([
  build({
    ...scripts,
    entryPoints: widgets.map(([out, source]) => ({ in: source, out })),
    outdir: "widgets/static",
  }),
  style("widgets/styles/workbook.css", "widgets/static/workbook.css"),
  style("widgets/styles/page.css", "course/server/static/page.css"),
  outlines(root, "course/figures/static/europe.json"),
]);
await pageAssets(root, {
  scripts,
  entries: Object.fromEntries([
    ...widgets,
    ...pages.map((name) => [name.replace(/\.ts$/, ""), `course/server/${name}`]),
    ...["client", "controls"].map((name) => [name, `course/server/client/${name}.ts`]),
  ]),
  styles: ["widgets/static/workbook.css", "course/server/static/page.css"],
  target: "course/server/static",
});
