/**
 * Takes the measurements that the weight model is fitted to, and those that it is judged by.
 *
 *   npx tsx scripts/measure-weight-samples.ts --dir <folder> [--rounds 9] [--only <regex>] [--minutes 30]
 *
 * Installs packages into the folder, and loads them in fresh Node.js processes, one at a time: with require(), with
 * import, and bundled by esbuild. The fit learns from the specifiers and the handlers of weight-model-subjects.json, whose
 * packages are those of import-weights-packages.json, and from all of weight-further-packages.json; it never sees those
 * of weight-unseen-packages.json. Every load happens once per round, in a new random order, so that whatever slows the
 * machine hits all alike. Samples and traces are kept in the folder, as weight-samples.json; another run adds rounds to
 * them. scripts/fit-weight-model.ts reads them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { builtinModules } from "node:module";
import { parseArgs } from "node:util";
import { build, type Metafile } from "esbuild";
import { lazyGlobalNames } from "../src/graph/scan/lazy-global-names.js";
import { writeCalibrationSet } from "../src/weight/calibration-set.js";
import { LoadError, loadEntry, type LoadFormat } from "../src/weight/load-entry.js";
import { traceEntry } from "../src/weight/trace-entry.js";
import { emptySubject, installSubjects, type Subject } from "./import-weight-packages.js";
import { noiseFloor } from "./import-weight-rows.js";
import type { Variant, WeightSamples } from "./weight-samples.js";

const variants = ["cjs", "esm", "bundled"] as const;
const runTimeoutMs = 60_000;

const { values: options } = parseArgs({
  options: {
    dir: { type: "string" },
    rounds: { type: "string", default: "9" },
    only: { type: "string", default: "" },
    minutes: { type: "string", default: "600" },
  },
});
if (options.dir === undefined) throw new Error("--dir <folder> is missing");
const folder = options.dir;
const samplesPath = join(folder, "weight-samples.json");
mkdirSync(join(folder, "node"), { recursive: true });
await measure();

async function measure(): Promise<void> {
  const earlier: WeightSamples[] = existsSync(samplesPath)
    ? (JSON.parse(readFileSync(samplesPath, "utf8")) as WeightSamples[])
    : [];
  const loads = [...earlier, ...(await prepareLoads(new Set(earlier.map(keyOf))))];
  writeFileSync(samplesPath, JSON.stringify(loads));
  const due = loads.filter(({ name }) => name === "" || new RegExp(options.only).test(name));
  const firstRound = 1 + Math.max(0, ...loads.flatMap(({ samples }) => samples.map(({ round }) => round)));
  const end = Date.now() + Number(options.minutes) * 60_000;
  for (let round = firstRound; round < firstRound + Number(options.rounds) && Date.now() < end; round++) {
    const start = Date.now();
    for (const load of shuffled(due)) await addSample(load, round);
    writeFileSync(samplesPath, JSON.stringify(loads));
    const noise = noiseFloor(loads.map(({ samples }) => samples.map(({ mainMs }) => mainMs)));
    console.log(
      `round ${round}: ${due.length} loads in ${Math.round((Date.now() - start) / 1000)} s; ` +
        `medians of odd and even runs differ by ${(100 * noise).toFixed(1)} %`,
    );
  }
}

async function addSample(load: WeightSamples, round: number): Promise<void> {
  const { entry, name, variant, samples } = load;
  warmDisk(load);
  try {
    const {
      wallMs,
      cpuMs,
      mainMs = cpuMs,
    } = await loadEntry(entry, {
      format: formatOf(variant),
      timeoutMs: runTimeoutMs,
      cwd: dirname(entry),
    });
    samples.push({ round, at: Date.now(), wallMs, cpuMs, mainMs });
  } catch (error) {
    console.log(`round ${round} is without ${name} (${variant}): ${String(error)}`);
  }
}

/** Reads what the load will read: a system may have dropped files from memory since the round before. */
function warmDisk({ trace: { files } }: WeightSamples): void {
  const folders = files.map((path) => dirname(path));
  for (const path of [...files, ...[...new Set(folders)].map((folder) => join(folder, "package.json"))]) {
    try {
      readFileSync(path);
    } catch {
      // Most folders have no package.json, and Node.js looks for one all the same.
    }
  }
}

function formatOf(variant: Variant): LoadFormat {
  return variant === "esm" ? "esm" : "cjs";
}

/** Writes the entries that are not there yet, and traces each once. What does not load is left out, and named. */
async function prepareLoads(prepared: ReadonlySet<string>): Promise<WeightSamples[]> {
  const loads: WeightSamples[] = [];
  for (const { subjects, isUnseen } of readSubjectSets()) {
    for (const variant of variants) {
      const name = nameOf(subjects);
      if (prepared.has(keyOf({ name, variant })) || isPointless(name, variant)) continue;
      try {
        loads.push({ ...(await prepareLoad(subjects, variant)), isUnseen });
      } catch (error) {
        console.log(
          `left out: ${name} (${variant}): ${error instanceof LoadError ? error.message : String(error).slice(0, 300)}`,
        );
      }
    }
  }
  for (const { part, format, entry } of writeCalibrationSet(join(folder, "calibration"))) {
    const name = `calibration:${part}`;
    if (prepared.has(keyOf({ name, variant: format }))) continue;
    loads.push({
      name,
      variant: format,
      isUnseen: false,
      entry,
      subjects: [],
      trace: { files: [], builtins: [] },
      samples: [],
    });
  }
  return loads;
}

/** Globals are the same however they are reached, and a bundle of a module of Node.js is a `require()` of it. */
function isPointless(name: string, variant: Variant): boolean {
  return name.startsWith("global:") ? variant !== "cjs" : name.startsWith("node:") && variant === "bundled";
}

/** What one entry imports: nothing, something of Node.js itself, one specifier, or what a handler imports. */
interface SubjectSet {
  readonly subjects: readonly Subject[];
  readonly isUnseen: boolean;
}

function readSubjectSets(): readonly SubjectSet[] {
  const empty = emptySubject(folder);
  const { specifiers, handlers } = JSON.parse(
    readFileSync(new URL("weight-model-subjects.json", import.meta.url), "utf8"),
  ) as { specifiers: string[]; handlers: string[][] };
  const installed = installSubjects(folder);
  const further = installSubjects(folder, "weight-further-packages.json");
  const unseen = installSubjects(folder, "weight-unseen-packages.json");
  const ofNode = [
    ...builtinModules
      .filter((name) => !name.startsWith("_") && !/^(?:inspector|test|trace_events|wasi|sea)/.test(name))
      .map((name) => `node:${name}`),
    ...[...lazyGlobalNames.split(" "), "crypto"].map((name) => `global:${name}`),
  ].map((specifier) => ({ ...empty, specifier }));
  const alone = [...ofNode, ...specifiers.map((specifier) => findSubject(specifier, installed)), ...further];
  const together = handlers.map((handler) =>
    inOneFolder(handler.map((specifier) => findSubject(specifier, installed))),
  );
  return [
    ...[[empty], ...alone.map((one) => [one]), ...together].map((subjects) => ({
      subjects,
      isUnseen: false,
    })),
    ...unseen.map((one) => ({ subjects: [one], isUnseen: true })),
  ];
}

function findSubject(specifier: string, installed: readonly Subject[]): Subject {
  const subject = installed.find((one) => one.specifier === specifier);
  if (subject === undefined) throw new Error(`${specifier} is not in import-weights-packages.json`);
  return subject;
}

/** The subjects, each from the first folder of theirs that has the packages of all. */
function inOneFolder(subjects: readonly Subject[]): readonly Subject[] {
  const folder = subjects
    .map((subject) => subject.folder)
    .find((candidate) => subjects.every((one) => existsSync(join(candidate, "node_modules", one.package))));
  if (folder === undefined) throw new Error(`${nameOf(subjects)} are not installed together`);
  return subjects.map((subject) => ({ ...subject, folder }));
}

async function prepareLoad(
  subjects: readonly Subject[],
  variant: Variant,
): Promise<Omit<WeightSamples, "isUnseen">> {
  const folder = subjects[0]?.folder ?? "";
  const name = nameOf(subjects);
  const base = join(folder, `weigh-${name.replaceAll(/[/: ]/g, "+") || "empty"}`);
  const format = formatOf(variant);
  const errors: unknown[] = [];
  // Without an "exports" map, ESM resolves `lodash/get` under its full file name only.
  for (const ending of variant === "esm" ? ["", ".js"] : [""]) {
    try {
      const specifiers = subjects.map(({ specifier }) =>
        /^(?:@[^/]+\/)?[^@/]+\/./.test(specifier) ? specifier + ending : specifier,
      );
      const entry = `${base}.${variant === "cjs" ? "cjs" : variant === "esm" ? "mjs" : "bundle.cjs"}`;
      const inputs =
        variant === "bundled" ? await writeBundle(`${base}.in.mjs`, entry, specifiers) : undefined;
      if (variant !== "bundled") {
        writeFileSync(entry, specifiers.map((specifier) => `${loadOf(specifier, variant)}\n`).join(""));
      }
      const trace = await traceEntry(entry, { format, timeoutMs: runTimeoutMs, cwd: folder });
      return { name, variant, entry, subjects, trace, ...(inputs && { inputs }), samples: [] };
    } catch (error) {
      errors.push(error);
    }
  }
  throw errors[0];
}

function loadOf(specifier: string, variant: "cjs" | "esm"): string {
  if (specifier === "") return "";
  if (specifier.startsWith("global:")) return `void globalThis.${specifier.slice("global:".length)};`;
  return variant === "cjs" ? `require("${specifier}");` : `import "${specifier}";`;
}

/** The bundle keeps everything that the packages export. Returns what of each file is in it, in bytes. */
async function writeBundle(
  source: string,
  outfile: string,
  specifiers: readonly string[],
): Promise<Record<string, number>> {
  const lines = specifiers.map(
    (specifier, index) => specifier && `import * as used${index} from "${specifier}";`,
  );
  const uses = specifiers.flatMap((specifier, index) => (specifier ? [`used${index}`] : []));
  writeFileSync(source, [...lines, `export const handler = async () => [${uses.join(", ")}];`].join("\n"));
  const metafile = await bundle(source, outfile, []);
  const [output] = Object.values(metafile.outputs);
  return Object.fromEntries(
    Object.entries(output?.inputs ?? {}).map(([path, { bytesInOutput }]) => [
      join(dirname(source), path),
      bytesInOutput,
    ]),
  );
}

/** What cannot be resolved, such as drivers that are not installed, stays outside. */
async function bundle(source: string, outfile: string, external: readonly string[]): Promise<Metafile> {
  try {
    const { metafile } = await build({
      entryPoints: [source],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      metafile: true,
      logLevel: "silent",
      absWorkingDir: dirname(source),
      loader: { ".node": "empty", ".md": "empty" },
      external: [...external],
    });
    return metafile;
  } catch (error) {
    const missing = [...String(error).matchAll(/Could not resolve "([^"]+)"/g)].map(([, name = ""]) => name);
    if (missing.every((name) => external.includes(name))) throw error;
    return bundle(source, outfile, [...external, ...missing]);
  }
}

function keyOf({ name, variant }: Pick<WeightSamples, "name" | "variant">): string {
  return `${name} (${variant})`;
}

function nameOf(subjects: readonly Subject[]): string {
  return subjects.map(({ specifier }) => specifier).join(" ");
}

function shuffled<T>(values: readonly T[]): readonly T[] {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value);
}
