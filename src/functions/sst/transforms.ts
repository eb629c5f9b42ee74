import type { CodeValue, Entry, FunctionValue, ObjectValue, Site } from "../code/code-value.js";
import type { Interpretation } from "../code/interpreter.js";
import { isAbsent, propertyAt, textOf } from "../code/read-code.js";

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
    const known = change?.kind === "function" && keepsToItself(change) ? change : undefined;
    if (name === "aws.Function" && known !== undefined) readable.push(known);
    else if (/^(?:aws|lambda)\.Function$/.test(name)) hidden.push(known && textOf(known.site));
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

/** Arguments of a construct's resources and functions, as its own `transform: { … }` changes them. */
export class OwnTransforms {
  readonly #code: Interpretation;

  constructor(code: Interpretation) {
    this.#code = code;
  }

  /**
   * What a part is made with: `transform: { queue: { visibilityTimeoutSeconds: 60 } }`. It is open where something that is
   * not known may have changed it. An object counts for more than what was there, and a function changes what it is given.
   * (https://sst.dev/docs/components/#transform)
   *
   * @param props what the construct got
   * @param path the names of the part: `queue`, `route.handler`
   */
  apply(props: CodeValue | undefined, path: readonly string[], args: ObjectValue): ObjectValue {
    const change = propertyAt(props, "transform", ...path)?.value;
    if (change === undefined || isAbsent(change)) return args;
    const changed = copyOf(args);
    if (change.kind === "object") {
      for (const [name, entry] of change.entries) changed.entries.set(name, { ...entry });
      changed.isOpen ||= change.isOpen;
    } else if (change.kind === "function" && keepsToItself(change))
      this.#code.call(change, [changed, ...unknownRest(change)]);
    else changed.isOpen = true;
    return changed;
  }

  /** What a part is made with of which nothing else is known. */
  ofResource(props: CodeValue | undefined, part: string, site: Site): ObjectValue {
    return this.apply(props, [part], { kind: "object", entries: new Map(), isOpen: false, site });
  }
}

/** Whether nothing else gets what a function is given, and may change it. */
function keepsToItself({ node, site: { module } }: FunctionValue): boolean {
  const [parameter] = node.params;
  if (parameter?.type !== "Identifier") return parameter === undefined;
  const references = module.syntax.facts.variableOf(parameter)?.references ?? [];
  return references.every(
    ({ identifier }) =>
      identifier.parent.type === "MemberExpression" && identifier.parent.object === identifier,
  );
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
