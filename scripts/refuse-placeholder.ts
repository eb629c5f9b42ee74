/** Runs before `npm publish`: the links of all findings to their pages are made of the repository's address. */
import { packageInfo } from "../src/rule-kit/package-info.js";

if (packageInfo.repositoryUrl.includes("/OWNER/")) {
  console.error("package.json: repository.url still names OWNER. Put the owner of the repository there.");
  process.exitCode = 1;
}
