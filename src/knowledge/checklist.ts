/** One line of the checklist for a function that goes live. */
export interface ChecklistFact {
  /** Kebab-case: reports name the line by it. */
  readonly id: string;
  readonly title: string;
  /** The rules that find what speaks against the line, by their names. */
  readonly rules: readonly string[];
  /** What there has to be before it says anything that these rules find nothing. */
  readonly basis: "handlers" | "functions";
  /** What no code shows, where silence of the rules is not the whole answer. */
  readonly remains?: string;
}

/**
 * The 21 lines of the checklist that the project's catalogue has, in its order (SEED, "Comprehensive Checklist"), with the
 * rules that answer each. Where the catalogue is out of date, FACTS holds: layers make no cold start faster.
 */
export const checklistFacts: readonly ChecklistFact[] = [
  {
    id: "memory",
    title: "Memory is right-sized",
    rules: ["memory-size", "idle-vcpus", "threads-below-one-vcpu"],
    basis: "functions",
    remains: "Only REPORT lines of the log tell the right size: compare it with their `Max Memory Used`.",
  },
  {
    id: "cold-start",
    title: "Cold starts are short",
    rules: [
      "no-heavy-import",
      "no-broad-import",
      "no-network-at-init",
      "init-budget",
      "lazy-import-with-provisioned-concurrency",
      "no-circular-import",
    ],
    basis: "handlers",
  },
  {
    id: "reuse",
    title: "Execution environments are reused",
    rules: [
      "no-client-in-handler",
      "no-request-state-in-module-scope",
      "no-request-data-in-tmp",
      "no-uncached-config-fetch",
      "require-connection-recovery",
      "shared-state-concurrency",
    ],
    basis: "handlers",
  },
  {
    id: "runtime",
    title: "The runtime is supported, and the code fits it",
    rules: [
      "supported-runtime",
      "callback-on-node24",
      "module-not-packaged",
      "native-architecture",
      "durable-mismatch",
      "unresolved-handler",
    ],
    basis: "functions",
  },
  {
    id: "vpc",
    title: "A VPC only where private resources need one",
    rules: ["unneeded-vpc", "private-resource-without-vpc", "isolated-egress"],
    basis: "functions",
  },
  {
    id: "timeout",
    title: "Timeouts are handled",
    rules: [
      "require-remaining-time-check",
      "function-timeout",
      "integration-timeout",
      "sdk-budget-over-timeout",
      "require-io-timeout",
      "no-inert-sdk-timeout",
    ],
    basis: "handlers",
  },
  {
    id: "async",
    title: "Asynchronous work goes where it belongs",
    rules: [
      "no-sync-lambda-invoke",
      "no-polling-wait",
      "no-floating-work",
      "queue-visibility-timeout",
      "recursive-trigger",
    ],
    basis: "handlers",
  },
  {
    id: "errors",
    title: "Errors are handled as the event source asks",
    rules: [
      "no-swallowed-error",
      "require-partial-batch-response",
      "no-ignored-partial-failure",
      "no-process-exit",
      "no-legacy-context-api",
      "no-callback-handler",
      "batch-response-mismatch",
      "swallowed-error-by-source",
      "failure-destination",
      "failure-sink-mismatch",
    ],
    basis: "handlers",
  },
  {
    id: "logs",
    title: "Logs are structured",
    rules: ["require-structured-logging", "no-event-logging", "log-format-and-retention"],
    basis: "handlers",
  },
  { id: "metrics", title: "Metrics of the business are kept", rules: [], basis: "handlers" },
  {
    id: "alarms",
    title: "Alarms are set",
    rules: ["alarms", "tracing"],
    basis: "functions",
    remains: "Alarms on latency, throttles and cost are not looked for, nor those set elsewhere.",
  },
  {
    id: "security",
    title: "Permissions are least, and input is not trusted",
    rules: [
      "least-privilege",
      "iam-difference",
      "function-url-auth",
      "no-event-injection",
      "require-input-validation",
      "no-exposed-error",
      "no-hardcoded-credentials",
    ],
    basis: "handlers",
  },
  { id: "tests", title: "There are tests", rules: [], basis: "handlers" },
  {
    id: "performance",
    title: "Requests wait for no more than they must",
    rules: [
      "no-serial-await",
      "prefer-batch-operation",
      "require-pagination",
      "no-sync-io-in-handler",
      "no-ineffective-threads",
      "prefer-arm64",
    ],
    basis: "handlers",
  },
  {
    id: "deployment",
    title: "Deployments shift traffic step by step",
    rules: ["safe-deployment"],
    basis: "functions",
  },
  {
    id: "dashboard",
    title: "There is a dashboard",
    rules: [],
    basis: "functions",
    remains: "Dashboards are not looked for.",
  },
  {
    id: "cost",
    title: "The cost of an invocation is watched",
    rules: [],
    basis: "functions",
    remains: "Budgets and cost alarms belong to the account: no function's code shows them.",
  },
  {
    id: "layers",
    title: "Shared code is versioned",
    rules: ["pinned-layer", "package-limits"],
    basis: "functions",
    remains: "A layer saves storage and keeps versions the same; it makes no cold start faster.",
  },
  {
    id: "api",
    title: "API code is an adapter around the logic",
    rules: [
      "prefer-thin-handler",
      "prefer-dispatch-map",
      "valid-proxy-response",
      "no-cors-in-handler",
      "no-import-from-handler",
      "event-type-mismatch",
      "streaming-mismatch",
    ],
    basis: "handlers",
  },
  {
    id: "environment",
    title: "Environment variables hold configuration, and no secrets",
    rules: ["no-secret-in-env", "inlined-secret", "undefined-env", "unused-env", "no-reserved-env-write"],
    basis: "handlers",
  },
  {
    id: "prediction",
    title: "Predictive planning was considered",
    rules: [],
    basis: "functions",
    remains: "It pays above 100 million invocations a month; below that, sizing by hand is enough.",
  },
];

/**
 * Packages whose clients write metrics. Source: https://docs.aws.amazon.com/powertools/typescript/latest/features/metrics/ for
 * Powertools; CloudWatch's own client puts metric data.
 */
export const metricsPackages = /^(?:@aws-lambda-powertools\/metrics|@aws-sdk\/client-cloudwatch)$/;
