import { possibleValues } from "../functions/config-value.js";
import { isAtEdge } from "../functions/edge-functions.js";
import { nameOfSetting, writeSetting } from "../functions/setting-names.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

/** Runtimes of code that is not compiled for one architecture, and that run on arm64 as well. (https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html) */
const ON_ARM64 =
  /^(?:nodejs(?:1[2-9]|[2-9]\d)\.x|python3\.(?:[89]|1\d)|java8\.al2|java(?:1[1-9]|2\d)|dotnet(?:[6-9]|1\d)|ruby(?:2\.7|[3-9]\.\d))$/;

export default createConfigRule({
  name: "prefer-arm64",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "prefer arm64 for functions that have nothing built for x86_64",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-05", "DEC-05"],
    },
    messages: {
      preferArm64:
        "`{{id}}` runs on x86_64, where a millisecond costs a quarter more than on arm64. Set `{{name}}` to `arm64`, after a test with all native packages.",
      setArm64: "Set `{{name}}` to `arm64`.",
    },
    schema: [],
  },
  check(declared, { text, report }) {
    const { id, architecture, runtime, layers, packageType, framework, place } = declared;
    const architectures = possibleValues(architecture) ?? [];
    const runtimes = possibleValues(runtime) ?? [];
    if (architectures.length === 0 || architectures.some((one) => one !== "x86_64")) return;
    if (runtimes.length === 0 || runtimes.some((one) => !ON_ARM64.test(one))) return;
    // Images and layers are built for one architecture, and Lambda@Edge has no other.
    const isBuilt = packageType !== "zip" || layers?.isComplete !== true || layers.items.length > 0;
    if (isBuilt || isAtEdge(declared)) return;
    const name = nameOfSetting(framework, "architecture");
    report({
      place: architecture?.k === "known" ? architecture.place : place,
      messageId: "preferArm64",
      unwritten: architecture?.k === "default" ? "architecture" : undefined,
      data: { id, name },
      suggest: [
        {
          messageId: "setArm64",
          data: { name },
          edits: [writeSetting(text, declared, "architecture", architecture, "arm64")],
          value: "arm64",
        },
      ],
    });
  },
});
