import type { Viewer } from '../domain/viewer.ts';
import type { Loaders } from '../loaders/loaders.ts';
import type { Services } from './services.ts';

/** What every resolver gets: who asks, what this operation has loaded, and what lasts longer than it. */
export interface Context {
  readonly viewer: Viewer;
  /** Of this operation alone; remade before each event of a subscription. */
  readonly loaders: Loaders;
  readonly services: Services;
  /** Names this operation in logs and errors. */
  readonly requestId: string;
}
