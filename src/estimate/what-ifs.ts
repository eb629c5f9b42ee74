import { lighterImports } from "../knowledge/lighter-imports.js";
import { type CostReader, subtractCosts } from "./costs.js";
import type { EntryImport, EntryReach } from "./estimate-imports.js";
import type { Cost, ImportEstimate, ModeEstimate, WhatIf } from "./estimate.js";
import type { Weigher } from "./weigher.js";

/** One of several handlers of a file, or one route of its router. */
export interface HandlerNeeds {
  /** The export, or the route: `listOrders`, `GET /orders`. */
  readonly name: string;
  /** Specifiers of the imports that it cannot do without. What no handler names is needed by all. */
  readonly needs: ReadonlySet<string>;
}

interface WhatIfInput {
  readonly entryReach: EntryReach;
  readonly imports: readonly ImportEstimate[];
  /** What the whole entry costs, unbundled. */
  readonly all: Cost;
  readonly bundled: ModeEstimate | undefined;
  readonly costs: CostReader;
  readonly weigher: Weigher;
  readonly handlers: readonly HandlerNeeds[];
}

/** Savings below this are within the noise of what they are measured by. */
const LEAST_MS = 1;

/** What another library has to save of what the import costs: to rewrite the code for less is not worth it. */
const LEAST_SHARE_OF_REPLACEMENT = 1 / 3;

/** The changes that are worth their while, those that save most first; bundling whatever it does. */
export function collectWhatIfs(input: WhatIfInput): readonly WhatIf[] {
  const changes = [...lazyImports(input), ...lighterAlternatives(input), ...splitHandlers(input)]
    .filter(({ saves }) => saves.initMs.likely >= LEAST_MS)
    .sort((a, b) => b.saves.initMs.likely - a.saves.initMs.likely);
  return [...changes, ...bundling(input)];
}

function lazyImports({ imports, entryReach, costs, all }: WhatIfInput): readonly WhatIf[] {
  const optional = imports.filter(({ use }) => use === "some");
  const each = optional.map(({ specifier, exclusive }) =>
    lazyImport(specifier, `Load \`${specifier}\` with \`await import()\` where it is used.`, exclusive),
  );
  if (optional.length < 2) return each;
  const specifiers = new Set(optional.map(({ specifier }) => specifier));
  const saves = subtractCosts(
    all,
    costs.costOf(entryReach.without(({ specifier }) => specifiers.has(specifier))),
  );
  const best = Math.max(...each.map((change) => change.saves.initMs.likely));
  if (saves.initMs.likely < best + LEAST_MS) return each;
  return [
    ...each,
    lazyImport(
      undefined,
      `Load the ${optional.length} imports that some paths do without where they are used.`,
      saves,
    ),
  ];
}

function lazyImport(subject: string | undefined, action: string, saves: Cost): WhatIf {
  return { kind: "lazy-import", subject, action, saves };
}

/**
 * The lighter import is taken from the table, since it is seldom installed. What other imports need as well stays, so
 * the saving is what would go less the whole of what comes.
 */
function lighterAlternatives({ imports, weigher, costs }: WhatIfInput): readonly WhatIf[] {
  return imports.flatMap(({ specifier, exclusive }) => {
    const lighter = lighterImports.find(({ module }) => module === specifier);
    const measured = lighter && weigher.weighImport?.(lighter.measuredAs);
    if (lighter === undefined || measured === undefined) return [];
    const saves = subtractCosts(exclusive, { ...measured, initMs: costs.atShare(measured.initMs) });
    const least =
      lighter.relation === "replacement" ? exclusive.initMs.likely * LEAST_SHARE_OF_REPLACEMENT : 0;
    if (saves.initMs.likely < least) return [];
    const action = `Import \`${lighter.lighter}\` in place of \`${specifier}\`: ${lighter.why}.`;
    return { kind: "lighter-import", subject: specifier, action, saves };
  });
}

function splitHandlers({ handlers, entryReach, costs, all }: WhatIfInput): readonly WhatIf[] {
  if (handlers.length < 2) return [];
  const named = new Set(handlers.flatMap(({ needs }) => [...needs]));
  return handlers.map(({ name, needs }) => {
    const isDropped = ({ specifier }: EntryImport) => named.has(specifier) && !needs.has(specifier);
    return {
      kind: "split-handler",
      subject: name,
      action: `Give \`${name}\` a file of its own, with the imports that it needs.`,
      saves: subtractCosts(all, costs.costOf(entryReach.without(isDropped))),
    };
  });
}

function bundling({ all, bundled }: WhatIfInput): readonly WhatIf[] {
  if (bundled === undefined) return [];
  return [
    {
      kind: "bundle",
      subject: undefined,
      action: "Bundle the handler into one file.",
      saves: subtractCosts(all, bundled),
    },
    {
      kind: "unbundle",
      subject: undefined,
      action: "Deploy the handler's files as they are, with node_modules beside them.",
      saves: subtractCosts(bundled, all),
    },
  ];
}
