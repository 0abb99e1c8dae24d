// Bundles what a session's page loads: named after its content, so that a browser may keep it for ever, and
// compressed here, once, instead of at every request.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** What the client is made of, cut to what a page uses of it. */
const libraries = (root) => ({
  name: "libraries",
  setup(bundler) {
    // As a package anywidget is an AMD module, which a page of modules has no loader for.
    bundler.onLoad({ filter: /node_modules\/anywidget\/dist\/index\.js$/ }, async ({ path }) => {
      const written = await readFile(path, "utf8");
      const contents = written.replace(/^define\(\["@jupyter-widgets\/base"\], (\w+)\);$/m, "export default $1;");
      return contents === written ? { errors: [{ text: "anywidget is written differently now" }] } : { contents };
    });
    // Its kernels ask the whole package for how to reach a server: contents, terminals and settings come along.
    bundler.onResolve({ filter: /^\.\.$/ }, ({ resolveDir }) =>
      /@jupyterlab\/services\/lib\/kernel$/.test(resolveDir)
        ? { path: join(root, "course/server/client/services.ts") }
        : undefined,
    );
    // Only descriptions of controls are sanitised, and a page without controls has none.
    bundler.onResolve({ filter: /^sanitize-html$/ }, ({ importer }) =>
      importer.includes("base-manager") ? { path: join(root, "course/server/client/sanitise.ts") } : undefined,
    );
  },
});

/** Writes a file under a name that holds a digest of it, and beside it what is sent of it compressed. */
async function keep(folder, name, contents) {
  const digest = createHash("sha256").update(contents).digest("hex").slice(0, 16);
  const named = name.replace(/(\.\w+)$/, `-${digest}$1`);
  await write(join(folder, named), contents);
  return named;
}

async function write(path, contents) {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length } };
  await Promise.all([
    writeFile(path, contents),
    writeFile(`${path}.gz`, gzipSync(contents, { level: 9 })),
    writeFile(`${path}.br`, brotliCompressSync(contents, options)),
  ]);
}

/** Builds `entries` (name → source), keeps `styles` (paths), and writes down what is called how. */
export async function pageAssets(root, { scripts, entries, styles, target }) {
  const folder = join(root, target, "assets");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { outputFiles, metafile } = await build({
    ...scripts,
    entryPoints: Object.entries(entries).map(([out, source]) => ({ in: source, out })),
    entryNames: "[name]-[hash]",
    chunkNames: "shared-[hash]",
    assetNames: "[name]-[hash]",
    outdir: folder,
    splitting: true,
    metafile: true,
    write: false,
    loader: { ".svg": "dataurl" },
    plugins: [libraries(root)],
  });
  await Promise.all(outputFiles.map(({ path, contents }) => write(path, contents)));

  const made = Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]);
  const byName = new Map(made);
  const names = {};
  for (const [name, { entryPoint, cssBundle }] of made) {
    const entry = Object.keys(entries).find((key) => entries[key] === entryPoint);
    if (entry && name.endsWith(".js")) names[`${entry}.js`] = { file: name, needs: needed(name, byName) };
    if (entry && cssBundle) names[`${entry}.css`] = { file: basename(cssBundle), needs: [] };
  }
  for (const style of styles) {
    const name = basename(style);
    names[name] = { file: await keep(folder, name, await readFile(join(root, style))), needs: [] };
  }
  await writeFile(join(root, target, "licences.txt"), await licences(root, Object.keys(metafile.inputs)));
  await writeFile(join(root, target, "assets.json"), JSON.stringify(names, null, 1));
}

/** The licences of everything that is in the bundles, as most of them ask for. */
async function licences(root, inputs) {
  const folders = new Set(inputs.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replace(/^.*:/, ""))?.[0]).filter(Boolean));
  const told = [...folders].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
    const files = (await readdir(join(root, folder))).filter((file) => /^licen[cs]e/i.test(file));
    const texts = await Promise.all(files.map((file) => readFile(join(root, folder, file), "utf8")));
    return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join("\n\n");
  });
  return (await Promise.all(told)).join(`\n\n${"=".repeat(72)}\n\n`) + "\n";
}

/** The chunks without which a module cannot run, however deep. */
function needed(name, made, found = new Set()) {
  for (const { path, kind } of made.get(name).imports) {
    const chunk = basename(path);
    if (kind !== "import-statement" || found.has(chunk)) continue;
    found.add(chunk);
    needed(chunk, made, found);
  }
  return [...found];
}
