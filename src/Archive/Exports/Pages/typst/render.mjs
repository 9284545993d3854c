// Lays out volumes, one after another. Arguments: the directory that holds node_modules. Each line of standard input
// asks for one, as JSON: `room`, a directory with data.json, template/ and pictures/; `fonts`, their files; `pdf`, the
// file to write; `madeAt`, the creation time in seconds; `pictures`, name and format of each. Each is answered by a line
// of JSON: `pages`, the first and the last page of each document by its number, and `count`, of all pages, or `failed`, a
// line per diagnostic; and `memory` in bytes, for who has to know when this process has grown too large. Ends with its
// input.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";

const [modules] = process.argv.slice(2);
process.env.RAYON_NUM_THREADS = "1"; // Typst's: a set of many volumes has one of us for each processor, up to three

class Failure extends Error {
  constructor(stage, messages) {
    super([...new Set(messages)].map((message) => `${stage}: ${message}`).join("\n"));
  }
}

let typst;
function load() {
  try {
    return (typst ??= createRequire(join(modules, "package.json"))("@myriaddreamin/typst-ts-node-compiler"));
  } catch (error) {
    throw new Failure("start", [`Typst does not load from ${modules}; is there a build of it for this kind of machine? ${error.code ?? ""}`]);
  }
}

function layOut(compiler, room, undrawable) {
  const compiled = compiler.compile({ mainFilePath: join(room, "template", "template.typ"), inputs: { undrawable: undrawable.join(" ") } });
  if (compiled.hasError()) {
    const found = compiler.fetchDiagnostics(compiled.takeDiagnostics());
    throw new Failure("layout", found.map((d) => `${d.message} (${d.path.split("/").pop()}, line ${1 + d.range.start.line})`));
  }
  return compiled.result;
}

function write(compiler, document, pdfStandard, madeAt) {
  try {
    return compiler.pdf(document, { pdfStandard, creationTimestamp: madeAt });
  } catch (error) {
    const messages = [...String(error.message).matchAll(/message: "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]);
    throw new Failure(pdfStandard, messages.length > 0 ? messages : ["could not be written"]);
  }
}

// A picture that does not decode, or that PDF/A refuses, must not cost the export: of one that fails the page says that
// it is not shown.
function isDrawable(compiler, { name, format }, madeAt) {
  const compiled = compiler.compile({ mainFileContent: `#image("/pictures/${name}", format: "${format}", alt: "-")` });
  if (compiled.hasError()) return false;
  try {
    compiler.pdf(compiled.result, { pdfStandard: "a-3a", creationTimestamp: madeAt });
    return true;
  } catch {
    return false;
  }
}

function draw(compiler, { room, pdf, madeAt }, undrawable) {
  const document = layOut(compiler, room, undrawable);
  write(compiler, document, "ua-1", madeAt); // a gate: refuses missing alternative texts and skipped heading levels
  writeFileSync(pdf, write(compiler, document, "a-3a", madeAt));
  const places = compiler.query(document, { selector: "<places>" })[0].value;
  return { pages: Object.fromEntries(places), count: document.numOfPages };
}

// Only where the whole could not be laid out is each picture tried alone: most sets have none that fails.
function render(asked) {
  const { NodeCompiler } = load();
  const compiler = NodeCompiler.create({ workspace: asked.room, fontArgs: [{ fontPaths: asked.fonts }] });
  try {
    return draw(compiler, asked, []);
  } catch (error) {
    const undrawable = asked.pictures.filter((picture) => !isDrawable(compiler, picture, asked.madeAt));
    if (!(error instanceof Failure) || undrawable.length === 0) throw error;
    return draw(compiler, asked, undrawable.map(({ name }) => name));
  } finally {
    compiler.evictCache(0);
  }
}

// What the compiler held outside our own memory is let go by the collector, and a turn later.
async function letGo() {
  for (let turn = 0; turn < 2; turn++) {
    globalThis.gc?.();
    await setTimeout(1);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = render(JSON.parse(line));
  } catch (error) {
    answer = { failed: error instanceof Failure ? error.message : "failed" };
  }
  await letGo();
  console.log(JSON.stringify({ ...answer, memory: process.memoryUsage.rss() }));
}
