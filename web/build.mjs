// Bundles the report's script and style into dist/, installing the packages first where they are missing or older than the
// lock file. Several builds may call this at once: one works, the others wait and find the work done.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(here, ...parts);
const outputs = [at("dist", "report.js"), at("dist", "report.css")];
const inputs = [at("package.json"), at("package-lock.json"), at(".npmrc"), at("build.mjs"), ...readdirSync(at("src")).map((f) => at("src", f))];
const time = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);
const newest = (files) => Math.max(...files.map(time));
const oldest = (files) => Math.min(...files.map(time));

function fail(message) {
  console.error(message);
  process.exit(1);
}

const lock = at("dist", ".lock");

function ownerIsGone() {
  try {
    process.kill(Number(readFileSync(join(lock, "pid"), "utf8")), 0);
    return false;
  } catch (error) {
    // EPERM: the owner lives and belongs to someone else. No file yet: it has just begun, give it ten seconds.
    if (error.code === "EPERM") return false;
    return error.code === "ESRCH" || (existsSync(lock) && Date.now() - time(lock) > 10_000);
  }
}

async function acquire() {
  mkdirSync(at("dist"), { recursive: true });
  for (let waited = 0; ; waited += 100) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, "pid"), String(process.pid));
      process.on("exit", () => rmSync(lock, { recursive: true, force: true }));
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (ownerIsGone()) rmSync(lock, { recursive: true, force: true });
    if (waited > 300_000) fail(`another build has held ${lock} for five minutes; if none is running, delete that folder and build again.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The licences of what the bundle contains, each text once: they ask to travel with every copy, and a report is a copy. */
function notices(bundled) {
  const folders = new Set(Object.keys(bundled).map((file) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
  const byText = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(at(folder, "package.json"), "utf8"));
    const file = readdirSync(at(folder)).find((f) => /^licen[cs]e/i.test(f));
    const text = file ? readFileSync(at(folder, file), "utf8").trim() : `Licence: ${license}`;
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join(", ")}\n\n${text}`);
  return `/*!\n${parts.join("\n\n---\n\n").replaceAll("*/", "* /").replaceAll("<", "(").replaceAll(/[^\S\n]+$/gm, "")}\n*/\n`;
}

function install() {
  const npm = spawnSync("npm", ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: here,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (npm.error) fail("npm was not found on the PATH; the charts' script needs it once, to fetch Vega. Install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm) and build again.");
  if (npm.status !== 0) {
    const why = (npm.stderr || npm.stdout || "").split("\n").filter((line) => /error/i.test(line)).slice(0, 2).join(" ").trim();
    fail(`npm ci in web/ ended with ${npm.status} (${why || "no message"}); check the network or the npm registry setting and build again.`);
  }
}

if (Number(process.versions.node.split(".")[0]) < 20) {
  fail(`Node.js ${process.versions.node} was found; the charts' script needs 20 or newer. Install it and build again.`);
}

await acquire();
if (oldest(outputs) < newest(inputs)) {
  if (time(at("node_modules", ".package-lock.json")) < time(at("package-lock.json"))) install();
  const { build } = await import("esbuild");
  const scratch = at("dist", ".lock", "out");
  const { metafile } = await build({
    entryPoints: [at("src", "report.ts"), at("src", "report.css")],
    absWorkingDir: here,
    outdir: scratch,
    metafile: true,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  }).catch((error) => fail(`esbuild refused the sources in web/src: ${error.message.replaceAll(/\s+/g, " ")}`));
  const scriptInputs = Object.entries(metafile.outputs).find(([name]) => name.endsWith(".js"))[1].inputs;
  appendFileSync(join(scratch, "report.js"), notices(scriptInputs));
  // Renamed whole, so that a compiler that reads at this moment sees the old file or the new one.
  for (const name of ["report.css", "report.js"]) renameSync(join(scratch, name), at("dist", name));
}
