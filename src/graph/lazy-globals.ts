/** Globals that Node.js loads when they are first read, or whose first use is dear. */
export const lazyGlobalNames =
  "Request Response Headers FormData WebSocket EventSource MessageEvent CloseEvent ReadableStream WritableStream " +
  "TransformStream CompressionStream DecompressionStream TextDecoderStream TextEncoderStream BroadcastChannel " +
  "MessageChannel Intl";

/** Whether a text declares a name, or imports it, so that it is no global there. */
export function isDeclared(name: string, source: string): boolean {
  return new RegExp(
    `(?:\\b(?:class|function|interface)\\s+${name}\\b)|(?:\\b(?:var|let|const|import)\\b[^;=()]*[\\s{,]${name}\\b)`,
  ).test(source);
}
