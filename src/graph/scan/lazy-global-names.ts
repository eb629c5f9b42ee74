/** Globals that Node.js loads when they are first read; of `Intl`, the first format that is made is dear. `crypto` is one more. */
export const lazyGlobalNames: string =
  "Request Response Headers FormData WebSocket EventSource MessageEvent CloseEvent ReadableStream WritableStream " +
  "TransformStream CompressionStream DecompressionStream TextDecoderStream TextEncoderStream BroadcastChannel " +
  "MessageChannel Intl";
