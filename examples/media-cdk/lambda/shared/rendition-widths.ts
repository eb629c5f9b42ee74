export const renditionWidths = [320, 640, 1280, 2560] as const;
