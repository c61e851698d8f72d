import { disseminationStatus } from '../domain/dissemination.ts';
import type { DisseminationEventModel as Event } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import type { DisseminationEventResolvers, SubscriptionResolvers } from './types.generated.ts';

/** Feeds of disseminations. What they yield is the event itself, which every subscriber shares. */
export const disseminationSubscriptions: Required<Pick<SubscriptionResolvers, 'disseminationUpdated' | 'disseminationsUpdated'>> = {
  disseminationUpdated: {
    subscribe: (_root, { disseminationId, after }, { services, viewer }) => services.disseminations.updates(viewer, disseminationId, after),
    resolve: (event: Event) => event,
  },
  disseminationsUpdated: {
    subscribe: (_root, { contractId, after }, { services, viewer }) => services.disseminations.contractUpdates(viewer, contractId, after),
    resolve: (event: Event) => event,
  },
};

/** One event of a feed. */
export const disseminationEvent: ResolversFor<DisseminationEventResolvers, Event> = {
  status: ({ status }) => disseminationStatus(status),
  previousStatus: ({ previousStatus }) => (previousStatus === null ? null : disseminationStatus(previousStatus)),
  dissemination: ({ job }) => job,
};
