import type { Refuse } from './dpsAccess.ts';
import type { Fault } from './dpsMetadata.ts';
import type { Incoming } from './simulatorHttp.ts';

/** Says all faults at once, as the text that `details` is in the documentation's example. */
export const refuseFaults = (refuse: Refuse, faults: Fault[]): void => {
  if (faults.length > 0) refuse(400, 'VALIDATION_FAILED', 'The request is not valid', faults.map(({ path, message }) => `${path} ${message}`).join('; '));
};

/** The body as an object; refuses with 400 when it is none. */
export const objectBody = async (incoming: Incoming, refuse: Refuse): Promise<Record<string, unknown>> => {
  const body = await incoming.json();
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : refuse(400, 'INVALID_INPUT', 'The body must be a JSON object');
};
