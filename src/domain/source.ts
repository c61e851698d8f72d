/** The three upstreams, named as the graph names them (`sources { source }`). */
export const sourceNames = ['DOCBYTE', 'DPS', 'DVIDS'] as const;

/** One upstream's name. */
export type SourceName = (typeof sourceNames)[number];
