// Burns regions into a copy of a picture. Arguments: the picture; the copy to write, a PNG; the directory that holds
// node_modules; the most pixels; and the regions as JSON, [[x, y, width, height], …] in pixels of the picture as it is
// shown. Tells on the last line of its output what came of it, as JSON: {"width","height"}, or {"refused"} with a word.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [from, to, modules, mostPixels, regionsGiven] = process.argv.slice(2);
const kinds = ["jpeg", "png", "webp", "gif"];

function tell(answer) {
  console.log(JSON.stringify(answer));
  process.exit(0);
}

const sharp = createRequire(join(modules, "package.json"))("sharp");
sharp.cache(false);
sharp.concurrency(1);
// Nothing else is tried on a stranger's bytes: no SVG, no PDF, no film.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer", "VipsForeignLoadNsgifBuffer",
  ],
});

// An animated PNG is read as its first picture, so its frames are looked for here (APNG 1.0: acTL stands before IDAT).
function isAnimatedPng(bytes) {
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const kind = bytes.toString("latin1", at + 4, at + 8);
    if (kind === "acTL") return true;
    if (kind === "IDAT") return false;
  }
  return false;
}

async function read(bytes) {
  const input = { failOn: "warning", limitInputPixels: Number(mostPixels), sequentialRead: true };
  let about;
  try {
    about = await sharp(bytes, { ...input, limitInputPixels: false }).metadata();
  } catch {
    tell({ refused: "kind" });
  }
  if (!kinds.includes(about.format)) tell({ refused: "kind" });
  if (about.width * about.height * (about.pages ?? 1) > Number(mostPixels)) tell({ refused: "large" });
  if ((about.pages ?? 1) > 1 || (about.format === "png" && isAnimatedPng(bytes))) tell({ refused: "animated" });
  try {
    // Turned as a reader sees it; what lies under transparent pixels is not carried on; 8 bits of sRGB.
    return await sharp(bytes, input).autoOrient().flatten({ background: "#ffffff" }).toColourspace("srgb")
      .raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  } catch {
    tell({ refused: "broken" });
  }
}

function threeChannels({ data, info }) {
  if (info.channels === 3) return data;
  const rgb = Buffer.alloc(info.width * info.height * 3);
  for (let i = 0; i < info.width * info.height; i++) {
    const at = i * info.channels;
    rgb[i * 3] = data[at];
    rgb[i * 3 + 1] = data[info.channels > 2 ? at + 1 : at];
    rgb[i * 3 + 2] = data[info.channels > 2 ? at + 2 : at];
  }
  return rgb;
}

// Of a PNG nothing but its picture: header, pixels, end.
function bare(png) {
  const kept = [png.subarray(0, 8)];
  for (let at = 8; at < png.length; ) {
    const end = at + 12 + png.readUInt32BE(at);
    if (["IHDR", "IDAT", "IEND"].includes(png.toString("latin1", at + 4, at + 8))) kept.push(png.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

const read8 = await read(readFileSync(from));
const { width, height } = read8.info;
const pixels = threeChannels(read8);
for (const [x, y, w, h] of JSON.parse(regionsGiven)) {
  if (x + w > width || y + h > height) tell({ refused: "outside", width, height });
  for (let row = y; row < y + h; row++) pixels.fill(0, (row * width + x) * 3, (row * width + x + w) * 3);
}
const png = await sharp(pixels, { raw: { width, height, channels: 3 }, limitInputPixels: Number(mostPixels) })
  .png({ compressionLevel: 9, adaptiveFiltering: true, palette: false, progressive: false }).toBuffer();
writeFileSync(to, bare(png));
tell({ width, height });
