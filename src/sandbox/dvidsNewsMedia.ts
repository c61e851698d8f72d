import type { Route } from './simulator.ts';
import type { Answer, Incoming } from './simulatorHttp.ts';
import type { State } from './simulatorState.ts';
import { linkageOf, to, type Documents } from './dvidsDocuments.ts';
import { held, newId, type Batch, type DvidsState, type NewsMedia } from './dvidsState.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

type Parts = { documents: Documents; switches: DvidsSwitches; state: State<DvidsState>; openBatch: (incoming: Incoming) => Batch };

/** What may hang on a story: [inferred], the guide speaks of media. */
const mediaTypes = ['photo', 'video', 'graphic'];

/** Names under which a client may send the medium; the true one is not known (dvids-submission.md §5.7 [inferred]). */
const mediaRelationships = ['media', 'asset', 'photo', 'video', 'graphic'];

/** Attaches assets to stories, one of them as the main one (§5.7). */
export const dvidsNewsMedia = ({ documents, switches, state, openBatch }: Parts): Route[] => {
  const attach = async (incoming: Incoming): Promise<Answer> => {
    const { value } = state;
    const home = openBatch(incoming);
    const story = held(value.assets, incoming.params.id);
    if (story?.type !== 'news' || story.batchId !== home.id) return documents.refuse(404, 'The story does not exist');
    const { attributes, relationships } = await documents.read(incoming, 'news-media');
    const pointer = '/data/relationships/media';
    const ref = mediaRelationships.map((name) => linkageOf(relationships[name])).find((each) => each !== undefined);
    if (ref === undefined || ref === null || ref === 'malformed' || Array.isArray(ref)) return documents.invalid('media is required', pointer);
    const medium = held(value.assets, ref.id);
    if (medium === undefined || medium.type !== ref.type || !mediaTypes.includes(ref.type) || medium.batchId !== home.id) {
      return documents.invalid('media does not exist in this batch', pointer);
    }
    const attached = Object.values(value.newsMedia).filter(({ newsId }) => newsId === story.id);
    const again = attached.find(({ media }) => media.id === ref.id);
    if (again !== undefined && switches.repeatedMedia === 'refused') documents.refuse(409, 'The medium is attached already', pointer);
    const isPrimary = attributes.is_primary === true;
    // One main asset at most: a new one takes the place of the old (§5.7 [inferred]).
    if (isPrimary) for (const link of attached) link.isPrimary = false;
    const link: NewsMedia = again ?? { id: newId(value), newsId: story.id, media: ref, isPrimary };
    link.isPrimary = isPrimary;
    value.newsMedia[link.id] = link;
    state.changed();
    return documents.one(again === undefined ? 201 : 200, {
      type: 'news-media', id: link.id, attributes: { is_primary: isPrimary }, relationships: { media: to(ref), news: to({ type: 'news', id: story.id }) },
    });
  };
  return [{ name: 'attachMedia', method: 'POST', path: '/batch/:batch/news/:id/media', handle: attach }];
};
