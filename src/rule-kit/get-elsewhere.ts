import { isAbsolute, sep } from "node:path";
import { createElsewhere } from "../callers/create-elsewhere.js";
import { createProjects, type Projects } from "../callers/projects.js";
import { functionsOfFile } from "../functions/functions-of-file.js";
import { layerFoldersAround } from "../functions/layer-folders.js";
import type {
  AnswerShare,
  ArgumentOfExport,
  Elsewhere,
  GivenBack,
  GivenFunction,
  OutsideUse,
  ReexportedHandler,
  RequestOrigin,
  ResultQuestion,
  SdkExport,
  SentArgument,
  TakenArgument,
} from "../lambda/elsewhere.js";
import { mentionsTellingModule } from "../lambda/handlers/telling-modules.js";
import type { HandlerOptions } from "../lambda/handlers/handlers.js";
import type { NamedReading } from "../syntax/environment-readers.js";
import type { ExportKey, ExportPath } from "../syntax/export-paths.js";
import type { ImportPath } from "../syntax/import-paths.js";
import { getFileSettings, isTestFile, type AnyRuleContext } from "./file-settings.js";
import { matchesAnyGlob } from "./globs.js";
import type { LambdaSettings } from "./settings.js";
import type { SleepingFunction } from "../lambda/promises/sleeps.js";

/**
 * The rest of the linted file's project. Undefined for a text without a file, for an installed package, and where the
 * settings say so. Nothing is read before something is asked.
 */
export function getElsewhere(context: AnyRuleContext, options: HandlerOptions): Elsewhere | undefined {
  const { filename, cwd } = context;
  const { settings } = getFileSettings(context);
  const isOfProject = isAbsolute(filename) && !filename.includes(`${sep}node_modules${sep}`);
  return settings.crossFile && isOfProject ? new LazyElsewhere(filename, cwd, settings, options) : undefined;
}

const UNUSED: OutsideUse = {
  runsAtInit: false,
  callers: [],
  repeated: undefined,
  repeatedWithSteadyValues: undefined,
  isComplete: true,
};
const NO_HANDLERS: ReadonlyMap<ExportKey, ReexportedHandler> = new Map();

class LazyElsewhere implements Elsewhere {
  #found: Elsewhere | "nothing" | undefined;

  constructor(
    private readonly filename: string,
    private readonly cwd: string,
    private readonly settings: LambdaSettings,
    private readonly options: HandlerOptions,
  ) {}

  usesOf(key: ExportKey): OutsideUse {
    return this.project?.usesOf(key) ?? UNUSED;
  }

  get handlers(): ReadonlyMap<ExportKey, ReexportedHandler> {
    return this.project?.handlers ?? NO_HANDLERS;
  }

  handlersIn(file: string): ReadonlyMap<ExportKey, ReexportedHandler> {
    return this.project?.handlersIn(file) ?? NO_HANDLERS;
  }

  givesHandler(module: string, path: ExportPath): boolean {
    return this.project?.givesHandler(module, path) === true;
  }

  functionsGivenTo(module: string, path: ExportPath): readonly GivenFunction[] {
    return this.project?.functionsGivenTo(module, path) ?? [];
  }

  givesPromise(module: string, path: ExportPath): boolean {
    return this.project?.givesPromise(module, path) === true;
  }

  onlyReads(module: string, path: ExportPath): boolean {
    return this.project?.onlyReads(module, path) === true;
  }

  answerOf(module: string, path: ExportPath): AnswerShare | undefined {
    return this.project?.answerOf(module, path);
  }

  hasFunction(module: string, path: ExportPath, name: string): boolean | undefined {
    return this.project?.hasFunction(module, path, name);
  }

  sdkExportOf(module: string, path: ExportPath): SdkExport | undefined {
    return this.project?.sdkExportOf(module, path);
  }

  clientGivenTo(argument: ArgumentOfExport): ImportPath | undefined {
    return this.project?.clientGivenTo(argument);
  }

  requestGivenTo(argument: ArgumentOfExport): RequestOrigin | undefined {
    return this.project?.requestGivenTo(argument);
  }

  argumentsTakenBy(module: string, path: ExportPath): readonly TakenArgument[] {
    return this.project?.argumentsTakenBy(module, path) ?? [];
  }

  argumentsGivenBackBy(module: string, path: ExportPath, question: ResultQuestion): readonly GivenBack[] {
    return this.project?.argumentsGivenBackBy(module, path, question) ?? [];
  }

  sentArgumentsOf(module: string, path: ExportPath): readonly SentArgument[] {
    return this.project?.sentArgumentsOf(module, path) ?? [];
  }

  loggedArgumentsOf(module: string, path: ExportPath): readonly number[] {
    return this.project?.loggedArgumentsOf(module, path) ?? [];
  }

  namedReadingOf(module: string, path: ExportPath): NamedReading | undefined {
    return this.project?.namedReadingOf(module, path);
  }

  sleepingFunctionOf(module: string, path: ExportPath): SleepingFunction | undefined {
    return this.project?.sleepingFunctionOf(module, path);
  }

  get filledVariables(): ReadonlySet<string> {
    return this.project?.filledVariables ?? new Set();
  }

  get isLoadedByHandler(): boolean {
    return this.project?.isLoadedByHandler === true;
  }

  get handlersLoading(): Iterable<string> {
    return this.project?.handlersLoading ?? [];
  }

  private get project(): Elsewhere | undefined {
    if (this.#found === undefined) {
      const projects = getProjects(this.cwd, this.settings, this.options);
      const project = projects.of(this.filename);
      this.#found = project === undefined ? "nothing" : createElsewhere(this.filename, project);
    }
    return this.#found === "nothing" ? undefined : this.#found;
  }
}

/** By the text of the settings: a host may give an equal object for each file. */
const projectsByKey = new Map<string, Projects>();
const settingsKeys = new WeakMap<LambdaSettings, string>();

function getProjects(cwd: string, settings: LambdaSettings, options: HandlerOptions): Projects {
  let settingsKey = settingsKeys.get(settings);
  if (settingsKey === undefined) {
    settingsKey = JSON.stringify(settings);
    settingsKeys.set(settings, settingsKey);
  }
  const key = `${cwd}\0${settingsKey}`;
  let projects = projectsByKey.get(key);
  if (projects === undefined) {
    const { handlerNames, wrappers } = options;
    projects = createProjects({
      isIgnored: (file) => settings.ignoreTestFiles && isTestFile(settings, file, cwd),
      mentionsHandlers: (text) =>
        settings.handlerFiles.length > 0 ||
        mentionsTellingModule(text, wrappers) ||
        handlerNames.some((name) => text.includes(name)),
      isConfigured: (file) => functionsOfFile(file).length > 0,
      layerFoldersOf: layerFoldersAround,
      handlerOptionsOf: (file, elsewhere) => ({
        handlerNames,
        wrappers,
        elsewhere,
        isHandlerFile: matchesAnyGlob(settings.handlerFiles, file, cwd),
        get configured() {
          return functionsOfFile(file).flatMap(({ handler }) => handler.exportName ?? []);
        },
      }),
    });
    projectsByKey.set(key, projects);
  }
  return projects;
}
