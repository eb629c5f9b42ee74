/** The folders of src, in the order in which data flows: a folder imports only from itself and from folders before it. */
const layers = [
  "knowledge",
  "syntax",
  "lambda",
  "functions",
  "template-language",
  "graph",
  "callers",
  "weight",
  "estimate",
  "rule-kit",
  "rules",
  "configs",
  "project",
  "reports",
  "reporters",
  "cli",
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...layers.slice(0, -1).map((layer, index) => ({
      name: `${layer}-imports-only-from-above`,
      comment: `src/${layer} comes before ${layers.slice(index + 1).join(", ")}: nothing flows back.`,
      severity: "error",
      from: { path: `^src/${layer}/` },
      to: { path: `^src/(?:(?:${layers.slice(index + 1).join("|")})/|index\\.ts$)` },
    })),
    {
      name: "no-folder-outside-the-layers",
      comment: "A new folder takes its place in the list of layers first.",
      severity: "error",
      from: {},
      to: { path: "^src/[^/]+/", pathNot: `^src/(?:${layers.join("|")})/` },
    },
    {
      name: "no-cycle",
      comment: "Two files that need each other are one file, or hide a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphan",
      comment: "Nothing uses this file.",
      severity: "error",
      from: { orphan: true, pathNot: "\\.d\\.ts$" },
      to: {},
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "not-to-dev-dependencies",
      comment: "Whoever installs the plugin does not get them. Types alone are allowed, and peers are there.",
      severity: "error",
      from: {},
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only", "npm-peer"],
      },
    },
    {
      name: "ts-morph-only-in-graph-and-weight",
      comment: "It carries its own TypeScript, so only what cannot do without it loads it.",
      severity: "error",
      from: { pathNot: "^src/(?:graph|weight)/" },
      to: { path: "node_modules/ts-morph/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "types-only",
      comment:
        "Loading these costs more than the plugin may, so only their types are imported. The analyzer parses and lints with ESLint.",
      severity: "error",
      from: { pathNot: "^src/project/(?:parse-file|lint-files)\\.ts$" },
      to: {
        path: "node_modules/(?:eslint|typescript|@typescript-eslint/utils)/(?!dist/(?:eslint-utils|ast-utils)/)",
        dependencyTypesNot: ["type-only"],
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "types", "default"],
    },
  },
};
