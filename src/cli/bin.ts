#!/usr/bin/env node
import { run } from "./run.js";

// A reader that has seen enough, such as `head`, closes the pipe: no reason for a stack.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await run(process.argv.slice(2));
