import type { PreservationEvent } from '../../domain/submissionEvent.ts';

/** The two bodies that are known to be in use (nb-dps.md §5.6): `nested` is documented, `flat` is what a producer in production sends [inferred]. */
export type EventShape = 'nested' | 'flat';

/** The body of a preservation event. What is left out is not sent; a file is named by its path alone. */
export function eventBody({ agent, relativePath, ...event }: PreservationEvent, shape: EventShape): object {
  const about = { ...event, ...(relativePath === undefined ? {} : { fileRef: { relativePath } }) };
  if (shape === 'nested') return { agent, event: about };
  const { agentNotes, ...named } = agent;
  return { agent: { ...named, ...(agentNotes === undefined ? {} : { agentNote: agentNotes }) }, ...about };
}
