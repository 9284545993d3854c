// Lays out one volume. Arguments: a directory with data.json, *.typ, fonts/ and pictures/; the PDF to write; the
// directory that holds node_modules; the creation time in seconds. On failure: a line per diagnostic, exit code 1.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [room, pdfPath, modules, createdAt] = process.argv.slice(2);

function fail(stage, messages) {
  console.log([...new Set(messages)].map((message) => `${stage}: ${message}`).join("\n"));
  process.exit(1);
}

function load() {
  try {
    return createRequire(join(modules, "package.json"))("@myriaddreamin/typst-ts-node-compiler");
  } catch (error) {
    return fail("start", [`Typst does not load from ${modules}; is there a build of it for this kind of machine? ${error.code ?? ""}`]);
  }
}

const compiler = load().NodeCompiler.create({ workspace: room, fontArgs: [{ fontPaths: [join(room, "fonts")] }] });

function* pictures(node) {
  if (node === null || typeof node !== "object") return;
  if (node.picture) yield node.picture;
  for (const member of Object.values(node)) yield* pictures(member);
}

// A picture that does not decode, or that PDF/A refuses, must not cost the export. Each is tried alone (its decoding is
// remembered, so it is not done twice); of one that fails the page says that it is not shown.
function isDrawable({ name, format }) {
  const compiled = compiler.compile({ mainFileContent: `#image("/pictures/${name}", format: "${format}", alt: "-")` });
  if (compiled.hasError()) return false;
  try {
    compiler.pdf(compiled.result, { pdfStandard: "a-3a", creationTimestamp: Number(createdAt) });
    return true;
  } catch {
    return false;
  }
}

function undrawable() {
  const data = JSON.parse(readFileSync(join(room, "data.json"), "utf8"));
  return [...pictures(data)].filter((picture) => !isDrawable(picture));
}

function layOut() {
  const names = undrawable().map(({ name }) => name).join(" ");
  const compiled = compiler.compile({ mainFilePath: join(room, "template.typ"), inputs: { undrawable: names } });
  if (compiled.hasError()) {
    const found = compiler.fetchDiagnostics(compiled.takeDiagnostics());
    fail("layout", found.map((d) => `${d.message} (${d.path.split("/").pop()}, line ${1 + d.range.start.line})`));
  }
  return compiled.result;
}

function write(document, pdfStandard) {
  try {
    return compiler.pdf(document, { pdfStandard, creationTimestamp: Number(createdAt) });
  } catch (error) {
    const messages = [...String(error.message).matchAll(/message: "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]);
    return fail(pdfStandard, messages.length > 0 ? messages : ["could not be written"]);
  }
}

const document = layOut();
write(document, "ua-1"); // a gate: refuses missing alternative texts and skipped heading levels
writeFileSync(pdfPath, write(document, "a-3a"));
