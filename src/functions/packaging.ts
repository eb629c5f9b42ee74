/**
 * Whether the configuration of the function leaves the module out of the bundle, because the runtime or a layer
 * provides it or the bundler has it as external. Undefined when unknown, which it is until configuration is read: then
 * the module is taken to be loaded. So is one that the runtime has, for it takes its time to load there too.
 */
export const isProvidedOrExternal: (specifier: string) => boolean | undefined = () => undefined;
