import type { EventKind } from "../knowledge/handler-types.js";
import type { ConfigValue, Place } from "./config-value.js";

/** The tool whose files declare the function. */
export type Framework = "cloudformation" | "sam" | "serverless" | "cdk" | "sst" | "pulumi" | "amplify";

/** A map of settings that functions inherit. */
export interface InheritedSettings {
  /** Of its key. */
  readonly place: Place;
  /** Of the map; undefined where it does not stand in the file. */
  readonly map: Place | undefined;
}

/**
 * One function as its configuration declares it, in the same words for every framework. A member that is undefined is
 * unknown, or is nothing that this framework has, unless its own comment says more: nothing follows from it.
 */
export interface FunctionConfig {
  /** Its name in the file: the logical id, the key below `functions`, the path of the construct below its stack. */
  readonly id: string;
  readonly framework: Framework;
  /** Where its name stands; for a function that is declared in another file, where the first one refers to it. */
  readonly place: Place;
  /**
   * The map or the object literal in which its settings stand, for edits that add one. Undefined where there is none, or
   * where it stands in another file.
   */
  readonly properties?: Place | undefined;
  readonly handler: HandlerReference;
  /** Lambda's name: `nodejs22.x`. Undefined where the framework has no default. */
  readonly runtime: ConfigValue<string> | undefined;
  /** `container` functions have neither runtime nor layers. */
  readonly packageType: "zip" | "container" | undefined;
  readonly architecture: ConfigValue<string> | undefined;
  readonly memoryMb: ConfigValue<number>;
  readonly timeoutSec: ConfigValue<number>;
  readonly ephemeralStorageMb: ConfigValue<number> | undefined;
  readonly env: Environment;
  readonly layers: Layers | undefined;
  /** `Active` or `PassThrough`. */
  readonly tracing: ConfigValue<string> | undefined;
  readonly logging: Logging | undefined;
  readonly vpc: Vpc | undefined;
  /** What invokes it, as far as the same file says: something else may as well. */
  readonly sources: readonly EventSource[];
  /** Where events of asynchronous invocations go that no attempt could process. */
  readonly failureSinks: FailureSinks | undefined;
  readonly concurrency: Concurrency | undefined;
  readonly deployment: Deployment | undefined;
  readonly bundle: Bundle | undefined;
  readonly permissions: Permissions | undefined;
  /** Its function URL; undefined where it has none that the file knows of. */
  readonly url: FunctionUrl | undefined;
  /** Alarms on its metrics in the same file. Undefined where alarms may be declared where the reader does not look. */
  readonly alarms: readonly Alarm[] | undefined;
  /** Who else may invoke it, as statements of its own policy in the same file say. */
  readonly invokers?: readonly Invoker[] | undefined;
  /** Whether it is deployed as a durable function. */
  readonly isDurable: boolean | undefined;
  /** Where settings stand that all functions of the file inherit: the `provider` of a serverless.yml. */
  readonly inherits?: InheritedSettings | undefined;
  /** The functions that one expression makes, where this is what they have in common. */
  readonly madeAs?: readonly FunctionConfig[];
}

/** The environment variables that the configuration sets. */
export interface Environment {
  readonly variables: ReadonlyMap<string, ConfigValue<string>>;
  /** What a variable's value is taken from, where it is a resource of the same file: `Ref`, `GetAtt`, `table.tableName`. */
  readonly references: ReadonlyMap<string, ResourceReference>;
  /** Where each name stands. */
  readonly places: ReadonlyMap<string, Place>;
  /** False where some of them are written where the reader does not look: nothing follows from a missing one then. */
  readonly isComplete: boolean;
  /** The configuration runs functions on a developer's machine, and may do nothing else: they have its variables there. */
  readonly mayBeLocal?: true;
}

/** A resource that the configuration names: one of its own, or one that lives elsewhere. */
export interface ResourceReference {
  /** The logical id or the construct's id within the file; undefined for what lives elsewhere. */
  readonly id: string | undefined;
  /** CloudFormation's name of the type: `AWS::SQS::Queue`. */
  readonly type: string | undefined;
  /** The ARN, the name or the attribute, where it is text: `arn:aws:s3:::photos`. */
  readonly text: string | undefined;
  /** True for the address of what only its VPC reaches by its own settings, and not by its type: a database instance. */
  readonly isPrivateAddress?: true | undefined;
  readonly place: Place;
  /** Where constructs around the function were given it, the innermost first. */
  readonly given?: readonly Place[] | undefined;
}

export interface Layers {
  /** ARNs or names of versions; opaque for a resource of the same file, with its id as text. */
  readonly items: readonly ConfigValue<string>[];
  readonly isComplete: boolean;
}

export interface Logging {
  /** `Text` or `JSON`. */
  readonly format: ConfigValue<string> | undefined;
  /** How long the log group keeps events; undefined where the file does not say it for this function. */
  readonly retentionDays: ConfigValue<number> | undefined;
  /** The level from which events are written, of the code or of Lambda itself: only logs in JSON have levels. */
  readonly level?: ConfigValue<string> | undefined;
}

export interface Vpc {
  readonly place: Place;
  /** Where constructs around the function were given it, the innermost first. */
  readonly given?: readonly Place[] | undefined;
  /** Resources of the same file that its subnets and security groups are. */
  readonly references: readonly ResourceReference[];
  /** True where no route leads out of its subnets; undefined where that is not known. */
  readonly isIsolated?: boolean | undefined;
  /** The services that have an endpoint in the VPC, as AWS names them: `s3`, `states`. */
  readonly endpoints?: readonly string[] | undefined;
}

export interface FailureSinks {
  readonly deadLetterQueue: ResourceReference | undefined;
  readonly onFailure: ResourceReference | undefined;
  /** False where one may be set where the reader does not look. */
  readonly isComplete: boolean;
  /** The settings of asynchronous invocations, which say that there are some. */
  readonly configured?: Place | undefined;
}

export interface Concurrency {
  readonly reserved: ConfigValue<number> | undefined;
  readonly provisioned: ConfigValue<number> | undefined;
  /** How many requests one environment handles at once: above one on Lambda Managed Instances only. */
  readonly perEnvironment: ConfigValue<number> | undefined;
}

export interface Deployment {
  /** Whether versions are published behind an alias. */
  readonly alias: ConfigValue<string> | undefined;
  /** CodeDeploy's configuration: `Canary10Percent5Minutes`, `AllAtOnce`. */
  readonly type: ConfigValue<string> | undefined;
  readonly hasAlarms: boolean;
  readonly place: Place;
}

export interface Bundle {
  /** `none`: what is on disk is deployed. */
  readonly tool: "esbuild" | "webpack" | "none" | "other";
  readonly format: ConfigValue<string> | undefined;
  readonly minify: ConfigValue<boolean> | undefined;
  /** Packages that the bundle leaves out; undefined where some are not known. */
  readonly external: readonly string[] | undefined;
  /** Expressions that the bundler replaces: `process.env.STAGE`. Undefined where some are not known. */
  readonly define: readonly string[] | undefined;
  readonly place: Place;
}

/** What its role may do. */
export interface Permissions {
  readonly statements: readonly PolicyStatement[];
  /** False where the role is declared elsewhere, or some of its statements are not read. */
  readonly isComplete: boolean;
  /** True where something other than a function of the file may have the role as well. */
  readonly isShared?: boolean | undefined;
}

export interface PolicyStatement {
  readonly effect: "Allow" | "Deny";
  /** `s3:GetObject`, `dynamodb:*`. */
  readonly actions: readonly ConfigValue<string>[];
  readonly resources: readonly (ConfigValue<string> | ResourceReference)[];
  readonly hasConditions: boolean;
  readonly place: Place;
}

export interface FunctionUrl {
  /** `NONE` or `AWS_IAM`. */
  readonly authType: ConfigValue<string> | undefined;
  /** `BUFFERED` or `RESPONSE_STREAM`. */
  readonly invokeMode: ConfigValue<string> | undefined;
  readonly place: Place;
}

export interface Invoker {
  /** An account, a service, or `*`. */
  readonly principal: ConfigValue<string>;
  /** The ARN of what invokes it, with what is not known as `${Name}`; undefined where it may be anything. */
  readonly sourceArn: string | undefined;
  /** The type of that resource, where it is one of the same file. */
  readonly sourceType: string | undefined;
  /** Whether an account or an organisation is named. */
  readonly hasAccount: boolean;
  /** Whether it is for the function's URL alone. */
  readonly isForUrl: boolean;
  readonly place: Place;
}

export interface Alarm {
  /** CloudWatch's name: `Errors`. Undefined where it is not known. */
  readonly metric: string | undefined;
  readonly place: Place;
}

export interface EventSource {
  /** Undefined for a source that has no event type of its own. */
  readonly kind: EventKind | undefined;
  /** What invokes the function where the event is none of its own: a schedule or a rule with an input. */
  readonly sender?: EventKind | undefined;
  /** Somebody may invoke the function, by its own policy: Lambda polls nobody for that. */
  readonly isPermission?: true;
  readonly place: Place;
  /**
   * True where nobody misses an event that is lost: of a rule, a schedule or a mapping that is switched off, which invokes nothing
   * until somebody switches it on, and of one that keeps the function warm.
   */
  readonly isExpendable?: true | undefined;
  /** The id of the function that it invokes, where one expression makes several. */
  readonly functionId?: string;
  /** The map or the object literal of its options, for edits that add one. Undefined where there is none. */
  readonly options?: Place | undefined;
  /** How many records one event has at most; undefined for a source without batches. */
  readonly batchSize: ConfigValue<number> | undefined;
  /** Whether the source takes `batchItemFailures`; undefined where it is not known, or where there are no batches. */
  readonly reportsBatchItemFailures: boolean | undefined;
  /** What sends the events: the queue, the table, the bucket. */
  readonly resource?: ResourceReference | undefined;
  /** Of the queue that sends the events. */
  readonly visibilityTimeoutSec?: ConfigValue<number> | undefined;
  /** Whether the queue gets what others could not process: a subscription, a rule, another queue. */
  readonly isDeadLetterQueue?: boolean | undefined;
  /** Whether the queue is a FIFO queue. */
  readonly isFifo?: boolean | undefined;
  /** `1.0` or `2.0`, of an HTTP API. */
  readonly payloadVersion?: ConfigValue<string> | undefined;
  /** How long the caller waits for the function: an API, a user pool. */
  readonly integrationTimeoutMs?: ConfigValue<number> | undefined;
  /** Where batches of a stream or a queue go that no attempt could process. */
  readonly onFailure?: ResourceReference | undefined;
  /** What happens to the objects that a bucket sends events for: `s3:ObjectCreated:*`; undefined where it is not known. */
  readonly objectEvents?: readonly ConfigValue<string>[] | undefined;
  /** How the keys begin that a bucket sends events for; undefined where it sends them for all. */
  readonly prefixes?: readonly ConfigValue<string>[] | undefined;
  /** The same, by how the keys end. */
  readonly suffixes?: readonly ConfigValue<string>[] | undefined;
}

/**
 * - `resolved`: a source file of the project has the handler.
 * - `file-missing`: no file is where the configuration looks for it.
 * - `export-missing`: the file is there, and has no export of that name.
 * - `built-artifact`: what is deployed is built by something that the configuration does not name.
 * - `inline`: the code stands in the configuration itself.
 * - `opaque`: the handler, or where its code is, is not known.
 */
export type HandlerStatus =
  "resolved" | "file-missing" | "export-missing" | "built-artifact" | "inline" | "opaque";

/** Which function of which file Lambda calls. */
export interface HandlerReference {
  /** As it is written: `src/app.handler`. */
  readonly raw: ConfigValue<string> | undefined;
  readonly status: HandlerStatus;
  /** Absolute path of the source file. Undefined unless resolved. */
  readonly file: string | undefined;
  /** The export, dotted for a member of one. Undefined where the text is not known. */
  readonly exportName: string | undefined;
  /** Absolute path of the folder that is deployed, where the file lies in it just as it is deployed. */
  readonly folder?: string;
  /** Absolute paths that were looked for, without endings, where there is no file; the file that lacks the export. */
  readonly tried: readonly string[];
}

/** What a reader that does not look for more says of a function. Nothing follows from it. */
export const unreadParts = {
  packageType: undefined,
  architecture: undefined,
  ephemeralStorageMb: undefined,
  layers: undefined,
  tracing: undefined,
  logging: undefined,
  vpc: undefined,
  failureSinks: undefined,
  concurrency: undefined,
  deployment: undefined,
  bundle: undefined,
  permissions: undefined,
  url: undefined,
  alarms: undefined,
  isDurable: undefined,
} satisfies Partial<FunctionConfig>;
