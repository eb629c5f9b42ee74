import { InputError } from "../project/input-error.js";

const OVERVIEW = `lambda-analyzer says what AWS Lambda handlers cost at cold start and why, and
holds projects against a checklist.

Usage
  lambda-analyzer <command> [options]

Commands
  cold [files…]     estimate what the imports of handlers cost at init
  facts [files…]    say what the code tells of its handlers and clients
  checklist [files…]
                    hold the project against a checklist of 21 lines
  layers [files…]   say which packages several handlers load, and which differ
  cost [files…]     say what functions cost, and what a change would make of it
  profile <logs…>   say what invocations took and used, from REPORT lines
  merge <reports…>  make one report of those that cold --shard wrote
  calibrate         measure this machine, so that estimates are its own

  lambda-analyzer help <command> tells more. --version prints the version.

Examples
  lambda-analyzer cold
  lambda-analyzer cold src/handlers --format html --output cold.html
  lambda-analyzer cold --budget ms=300,kb=2000
  lambda-analyzer cold --baseline main.json --format markdown

Exit code
  0  clean
  1  a handler is over its budget, or a line of the checklist fails
  2  something could not be done: a file, an argument or the config is at fault
`;

const COLD = `Estimates what the imports of handlers cost at cold start.

Usage
  lambda-analyzer cold [files, globs or directories…] [options]

  A file or a glob names handlers. In a directory they are searched for, and in
  the working directory where nothing is given; .gitignore is respected. The
  code is read and never run, unless you ask for --measure.

Output
  -f, --format <format>    text (default), json, markdown, sarif or html
  -o, --output <file>      write to a file
      --top <number>       draw so many handlers and imports of each (default 5)
      --list-modules       list the modules of each handler (json)

Checks
      --budget <list>      exit with 1 where a handler exceeds any of them:
                           ms=300,kb=2000,modules=400
      --mode <mode>        what budgets hold for: unbundled or bundled (default:
                           as the function's configuration says it is deployed)
      --baseline <file>    compare with an earlier report of --format json
      --measure            also run each handler's imports, in child processes

Assumptions
  How a function is bundled is read from its configuration, where that says it.

      --memory <MB>        memory of the functions (default 1769, one vCPU)
      --external <list>    packages that stay out of the bundle: @aws-sdk/*
      --bundle-format <f>  cjs (default) or esm
      --minify             minify the bundle
      --conditions <list>  conditions of package exports, beside the usual ones
  -c, --config <file>      default: lambda-analyzer.config.json, or the key
                           "lambda-analyzer" of package.json

Large repositories
      --shard <i/n>        only the i-th of n parts; merge joins the reports
      --no-cache           neither read nor write the cache of module graphs

Examples
  lambda-analyzer cold
  lambda-analyzer cold 'src/handlers/*.ts' --budget ms=300 --mode bundled
  lambda-analyzer cold --format json --output main.json
  lambda-analyzer cold --baseline main.json -f markdown -o comment.md
`;

const FACTS = `Says what the code tells of its handlers: how they are recognised, the event
they take, and when they create clients.

Usage
  lambda-analyzer facts [files, globs or directories…] [options]

Options
  -f, --format <format>  text (default), json or markdown
  -o, --output <file>    write to a file
  -c, --config <file>    default: lambda-analyzer.config.json, or the key
                         "lambda-analyzer" of package.json
`;

const CHECKLIST = `Holds a project against a checklist for functions that go live: 21 lines, from
memory and cold starts to permissions and tests. A line fails where one of its
rules finds something, passes where they find nothing, and is unknown where the
project does not show it.

Usage
  lambda-analyzer checklist [files, globs or directories…] [options]

  Every rule of the plugin runs, whatever your ESLint config says. Comments that
  disable a rule hold.

Options
  -f, --format <format>  text (default), json, markdown or sarif
  -o, --output <file>    write to a file
      --top <number>     show so many places of each line (default 3)
  -c, --config <file>    default: lambda-analyzer.config.json, or the key
                         "lambda-analyzer" of package.json

Exit code
  0  no line fails
  1  a line fails
  2  a file could not be read
`;

const LAYERS = `Says which packages several handlers load, what a layer of them would save, and
which ones handlers load in several versions.

Usage
  lambda-analyzer layers [files, globs or directories…] [options]

Options
  -f, --format <format>  text (default), json or markdown
  -o, --output <file>    write to a file
      --top <number>     show so many packages (default 20)
      --no-cache         neither read nor write the cache of module graphs
  -c, --config <file>    default: lambda-analyzer.config.json, or the key
                         "lambda-analyzer" of package.json
`;

const COST = `Says what functions cost on demand: requests, duration and init, for the
functions of the configuration with the memory and architecture that it gives
them, or for one that you describe.

Usage
  lambda-analyzer cost [files, globs or directories…] --duration <ms> [options]

Workload
      --duration <ms>       what an invocation takes
      --invocations <n>     a month (default 1000000)
      --cold <percent>      of the invocations that begin with init,
      --init <ms>           and what that takes
      --memory <MB>         one function of this memory, and none of the project
      --arch <name>         x86_64 or arm64 (default: as configured)
      --compare <list>      a change: memory=1024,duration=70,arch=arm64

Output
  -f, --format <format>     text (default), json or markdown
  -o, --output <file>       write to a file
  -c, --config <file>       default: lambda-analyzer.config.json, or the key
                            "lambda-analyzer" of package.json

Examples
  lambda-analyzer cost --duration 120
  lambda-analyzer cost --memory 1024 --duration 900 --compare memory=2048
`;

const PROFILE = `Says what the invocations of functions took and used, from the REPORT lines of
their logs: how many began with init, percentiles of their durations, the memory
that they used at most, and what follows from it for its size.

Usage
  lambda-analyzer profile <logs…> [options]

  A log is what Lambda writes, as text or as JSON, or what the AWS CLI gives of
  it. One file for each function.

Options
  -f, --format <format>  text (default), json or markdown
  -o, --output <file>    write to a file

Example
  aws logs filter-log-events --log-group-name /aws/lambda/orders \\
    --filter-pattern REPORT > orders.json
  lambda-analyzer profile orders.json
`;

const MERGE = `Makes one report of several that cold --format json wrote, in any order.

Usage
  lambda-analyzer merge <reports…> [options]

Options
  -f, --format <format>  json (default), text, markdown, sarif or html
  -o, --output <file>    write to a file
      --baseline <file>  compare with an earlier report
      --mode <mode>      order handlers unbundled (default) or bundled
      --top <number>     draw so many handlers and imports of each (default 5)

Example
  lambda-analyzer cold --shard 1/2 --format json --output 1.json
  lambda-analyzer cold --shard 2/2 --format json --output 2.json
  lambda-analyzer merge 1.json 2.json --format markdown
`;

const CALIBRATE = `Measures how long this machine takes to load modules, and keeps the result in
the user's cache directory. Estimates are then this machine's own.

Usage
  lambda-analyzer calibrate

  It runs Node.js some dozens of times, which takes seconds. It runs nothing of
  your project.
`;

const TOPICS: Readonly<Record<string, string>> = {
  cold: COLD,
  facts: FACTS,
  checklist: CHECKLIST,
  layers: LAYERS,
  cost: COST,
  profile: PROFILE,
  merge: MERGE,
  calibrate: CALIBRATE,
};

/** The help on a command, or the overview. */
export function helpOn(topic: string | undefined): string {
  if (topic === undefined || topic === "help") return OVERVIEW;
  const help = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined;
  if (help === undefined)
    throw new InputError(`There is no command ${topic}. The commands are ${Object.keys(TOPICS).join(", ")}.`);
  return help;
}
