import type { CodeValue, Entry, FunctionValue, ObjectValue } from "../code/code-value.js";
import type { Interpretation } from "../code/interpreter.js";
import { textOf } from "../code/read-code.js";

/** What a project changes of all functions, wherever they are made. */
export interface Transforms {
  /** The props of a function as they are after it. */
  readonly apply: (props: ObjectValue) => ObjectValue;
  /** Whether something may say a setting that is not read: what changes the resource that SST makes of a function. */
  readonly mayHide: (setting: string) => boolean;
  /** Whether any of them has a word. */
  readonly mention: (word: string) => boolean;
}

/**
 * `$transform(sst.aws.Function, (args) => { args.memory ??= "512 MB"; })`
 * (https://sst.dev/docs/reference/global/#transform)
 */
export function readTransforms(code: Interpretation): Transforms {
  const readable: FunctionValue[] = [];
  const hidden: (string | undefined)[] = [];
  for (const { callee, args } of code.log.results) {
    const [of, change] = args;
    if (callee?.specifier !== "sst/$transform" || of?.kind !== "imported") continue;
    const name = of.path.join(".");
    if (name === "aws.Function" && change?.kind === "function") readable.push(change);
    else if (/^(?:aws|lambda)\.Function$/.test(name))
      hidden.push(change?.kind === "function" ? textOf(change.site) : undefined);
  }
  return {
    apply: (props) => {
      if (readable.length === 0) return props;
      const changed = copyOf(props);
      for (const fn of readable) code.call(fn, [changed, ...unknownRest(fn)]);
      return changed;
    },
    mayHide: (setting) => hasWord(hidden, setting),
    mention: (word) => hasWord([...hidden, ...readable.map(({ site }) => textOf(site))], word),
  };
}

/** @param texts those of functions, undefined for one that is not known */
function hasWord(texts: readonly (string | undefined)[], word: string): boolean {
  return texts.some((text) => text === undefined || new RegExp(`\\b${word}\\b`).test(text));
}

/** Of what is beside the arguments of a function, its options and its name, nothing is known. */
function unknownRest({ node, site: { module } }: FunctionValue): readonly CodeValue[] {
  return node.params.slice(1).map((parameter) => ({ kind: "opaque", site: { module, node: parameter } }));
}

function copyOf(props: ObjectValue): ObjectValue {
  const entries = [...props.entries].map(([name, entry]): [string, Entry] => [name, { ...entry }]);
  return { ...props, entries: new Map(entries) };
}
