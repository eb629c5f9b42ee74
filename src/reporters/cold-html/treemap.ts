import { basename } from "node:path/posix";
import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from "d3-hierarchy";
import type { ColdHandler, ColdPart } from "../../reports/cold/cold-report.js";
import { displayName } from "../display-name.js";
import { count, formatBytes, formatMs, formatNumber } from "../format.js";
import { markup, type Markup } from "./markup.js";

const WIDTH = 1080;
const HEIGHT = 460;
/** Width of a letter of the labels, in units of the map: wide ones, so that a label rather ends early. */
const LETTER = { head: 7.8, name: 6.4 } as const;
const HEADER = 20;
/** Packages below this share of the whole are shown as one area. */
const LEAST_SHARE = 0.004;
/** Colours of the packages that cost most; the rest share a grey. */
const COLORS = 8;

interface TreeNode {
  readonly name: string;
  readonly ms: number;
  /** Undefined for a module, and for the packages that share an area. */
  readonly part?: ColdPart;
  readonly children?: readonly TreeNode[];
}

type Cell = HierarchyRectangularNode<TreeNode>;

/** A map of the handler's time: an area for each package, and in it one for each of the modules that cost most. */
export function drawTreemap({ entry, parts, unbundled }: ColdHandler): Markup {
  const wholeMs = unbundled.initMs.likely;
  const root = hierarchy<TreeNode>(buildTree(parts, wholeMs), ({ children }) => children)
    .sum(({ ms, children }) => (children === undefined ? ms : 0))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const layout = treemap<TreeNode>()
    .tile(treemapSquarify.ratio(1.4))
    .size([WIDTH, HEIGHT])
    .paddingInner(2)
    .paddingTop((node) => (node.depth === 1 && hasHeader(node) ? HEADER : 0));
  const areas = layout(root).children ?? [];
  const colors = colorClasses(areas);
  const cells = areas.map((area, index) => drawArea(area, wholeMs, colors[index] ?? "c-rest"));
  return markup`<svg
    class="map"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="group"
    aria-label="Where the init time of ${entry} goes, by package"
  >
    ${cells}
  </svg>`;
}

function buildTree(parts: readonly ColdPart[], wholeMs: number): TreeNode {
  const large = parts.filter(({ ms }) => ms > 0 && ms >= wholeMs * LEAST_SHARE);
  const small = parts.filter((part) => !large.includes(part));
  const restMs = small.reduce((sum, { ms }) => sum + ms, 0);
  const rest = { name: count(small.length, "lighter package"), ms: restMs };
  return { name: "", ms: 0, children: [...large.map(toNode), ...(restMs > 0 ? [rest] : [])] };
}

function toNode(part: ColdPart): TreeNode {
  const files = part.files.filter(({ ms }) => ms > 0);
  const restMs = part.ms - files.reduce((sum, { ms }) => sum + ms, 0);
  const rest = { name: count(part.modules - files.length, "more module"), ms: restMs };
  const children = files.map(({ file, ms }) => ({ name: fileName(file), ms }));
  return {
    name: partName(part),
    ms: part.ms,
    part,
    children: restMs > 0.05 ? [...children, rest] : children,
  };
}

function partName({ kind, name, version }: ColdPart): string {
  if (kind === "project") return "your code";
  if (kind === "node") return "Node.js";
  return version === null ? name : `${name} ${version}`;
}

/** The path inside its package, without the package. */
function fileName(file: string): string {
  const inPackage = /.*node_modules\/(?:@[^/]+\/)?[^/]+\/(.+)$/.exec(file)?.[1];
  return inPackage ?? displayName({ file, package: null });
}

function colorClasses(areas: readonly Cell[]): string[] {
  let packages = 0;
  return areas.map(({ data: { part } }) => {
    if (part === undefined) return "c-rest";
    if (part.kind !== "package") return `c-${part.kind}`;
    packages++;
    return packages <= COLORS ? `c${packages}` : "c-rest";
  });
}

function drawArea(area: Cell, wholeMs: number, colorClass: string): Markup {
  const { name, part } = area.data;
  const ms = area.value ?? 0;
  const share = `${formatNumber((ms / wholeMs) * 100)} % of the init time`;
  const amounts = part === undefined ? "" : `, ${count(part.modules, "module")}, ${formatBytes(part.bytes)}`;
  const cost = `${formatMs(ms)}, ${share}${amounts}`;
  const head = hasHeader(area) ? drawLabel(area, headings(area.data, ms), "head", 14) : markup``;
  return markup`<g
    class="cell ${colorClass}"
    tabindex="0"
    role="img"
    aria-label="${name}: ${cost}"
    data-name="${name}"
    data-cost="${cost}"
    data-why="${part === undefined ? "" : describeWay(part)}"
  ><rect ${place(area)} rx="3" />${(area.children ?? []).map(drawModule)}${head}</g>`;
}

/** From the longest to the shortest. */
function headings({ name, part }: TreeNode, ms: number): string[] {
  const withoutVersion = part?.kind === "package" ? part.name : name;
  const short = withoutVersion.replace(/^@[^/]+\//, "");
  return [`${name}  ${formatMs(ms)}`, `${withoutVersion}  ${formatMs(ms)}`, withoutVersion, short];
}

function drawModule(cell: Cell): Markup {
  const [width, height] = [cell.x1 - cell.x0, cell.y1 - cell.y0];
  if (width < 3 || height < 3) return markup``;
  const label =
    width > 50 && height > 16 ? drawLabel(cell, shortNames(cell.data.name), "name", 13) : markup``;
  return markup`<rect class="file" ${place(cell)} rx="2" />${label}`;
}

/** `esm/v4/core/schemas.js`, `core/schemas.js`, `schemas.js`. */
function shortNames(name: string): string[] {
  return [name, name.split("/").slice(-2).join("/"), basename(name)];
}

function place({ x0, x1, y0, y1 }: Cell): Markup {
  const [x, y, width, height] = [x0, y0, x1 - x0, y1 - y0].map((length) => length.toFixed(1));
  return markup`x="${x ?? ""}" y="${y ?? ""}" width="${width ?? ""}" height="${height ?? ""}"`;
}

function drawLabel(
  { x0, x1, y0 }: Cell,
  texts: readonly string[],
  labelClass: keyof typeof LETTER,
  baseline: number,
): Markup {
  const letters = Math.floor((x1 - x0 - 10) / LETTER[labelClass]);
  const shortest = texts.at(-1) ?? "";
  const shown =
    texts.find((text) => text.length <= letters) ?? `${shortest.slice(0, Math.max(1, letters - 1))}…`;
  return markup`<text class="${labelClass}" x="${(x0 + 5).toFixed(1)}" y="${(y0 + baseline).toFixed(1)}">${shown}</text>`;
}

function hasHeader({ x0, x1, y0, y1 }: Cell): boolean {
  return x1 - x0 > 40 && y1 - y0 > HEADER + 4;
}

/** `src/handler.ts → stripe/esm/stripe.js`. */
function describeWay({ why }: ColdPart): string {
  return why.map((file) => displayName({ file, package: null })).join(" → ");
}
