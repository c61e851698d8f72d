import type { Fault } from './dpsMetadata.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const agentTypes = ['software', 'organization', 'person', 'hardware'];
const outcomes = ['success', 'failure', 'warning'];
const eventTypes = [
  'capture', 'creation', 'filename change', 'fixity check', 'imaging', 'information package creation', 'message digest calculation', 'metadata extraction', 'migration', 'transfer', 'validation', 'virus check',
];

/** A preservation event as it was read, whichever of the two body shapes it came in. */
export type EventBody = { agent: Record<string, unknown>; event: Record<string, unknown> };

/** Reads the documented shape `{agent, event}` or the flat one that producers use (nb-dps.md §5.6); `undefined` when it is neither. */
export const readEvent = (body: unknown): EventBody | undefined => {
  if (!isObject(body) || !isObject(body.agent)) return undefined;
  const { agent, event, ...flat } = body;
  return { agent, event: isObject(event) ? event : flat };
};

const oneOf = (value: unknown, allowed: string[], path: string): Fault[] =>
  (typeof value === 'string' && allowed.includes(value) ? [] : [{ path, message: `must be one of ${allowed.join(', ')}` }]);

const fileRefFaults = (fileRef: unknown): Fault[] => {
  if (fileRef === undefined) return [];
  const only = isObject(fileRef) && Object.keys(fileRef).length === 1 && typeof fileRef.relativePath === 'string' && fileRef.relativePath !== '';
  return only ? [] : [{ path: 'event.fileRef', message: 'must have exactly one relativePath and nothing else' }];
};

/** What is wrong with an event (nb-dps.md §5.6). */
export const eventFaults = ({ agent, event }: EventBody): Fault[] => [
  ...(typeof agent.agentName === 'string' && agent.agentName !== '' ? [] : [{ path: 'agent.agentName', message: 'is required' }]),
  ...oneOf(agent.agentType, agentTypes, 'agent.agentType'),
  ...(typeof event.eventDateTime === 'string' && !Number.isNaN(Date.parse(event.eventDateTime)) ? [] : [{ path: 'event.eventDateTime', message: 'must be an ISO date and time' }]),
  ...oneOf(event.eventType, eventTypes, 'event.eventType'),
  ...oneOf(event.outcome, outcomes, 'event.outcome'),
  ...fileRefFaults(event.fileRef),
];
