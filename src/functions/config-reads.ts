/** How often configuration files were read and parsed since the process started: tests hold them against the number of files. */
export const configReads = { files: 0, parses: 0 };
