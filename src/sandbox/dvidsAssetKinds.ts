import type { AssetType } from './dvidsState.ts';

/** What an attribute must be; with `!` it must be there. */
export type AttributeRule = 'text' | 'text!' | 'date!' | 'country!' | 'virin!' | 'instructions!' | 'texts' | 'texts!';

/** What a relationship must be: the types it may name, and whether it must be there or names many. */
export type RelationshipRule = { types: string[]; required?: boolean; many?: boolean };

/** One kind of asset. Attributes without a rule are kept as they come. */
export type AssetKind = {
  type: AssetType;
  attributes: Record<string, AttributeRule>;
  relationships: Record<string, RelationshipRule>;
  /** Whether it can be changed and deleted. */
  changes: boolean;
};

const unit: RelationshipRule = { types: ['service-unit'], required: true };
const people: Record<string, RelationshipRule> = { authors: { types: ['author'], many: true }, themes: { types: ['theme'], many: true } };
const file: RelationshipRule = { types: ['batch-upload'], required: true };

const picture: Record<string, AttributeRule> = {
  title: 'text!', description: 'text!', instructions: 'instructions!', created_at: 'date!', virin: 'virin!', country: 'country!', tags: 'texts!',
  subdiv: 'text', city: 'text', caption_writer: 'text',
};

/** The five kinds (dvids-submission.md §5.4 to §5.8). */
export const assetKinds: AssetKind[] = [
  {
    type: 'photo', changes: true,
    attributes: { ...picture, job_identifier: 'text', operation_name: 'text' },
    relationships: { batch_upload: file, service_unit: unit, ...people },
  },
  {
    type: 'graphic', changes: true,
    attributes: picture,
    relationships: { batch_upload: file, service_unit: unit, category: { types: ['graphic-category'], required: true }, ...people },
  },
  {
    type: 'publication-issue', changes: true,
    attributes: { description: 'text!', created_at: 'date!' },
    relationships: { batch_upload: file, publication: { types: ['publication'], required: true } },
  },
  {
    // Which attributes a video needs beside the four that the guide names is not known: [inferred] from photos.
    type: 'video', changes: false,
    attributes: { title: 'text!', description: 'text!', instructions: 'instructions!', created_at: 'date!', virin: 'virin!', country: 'country!', tags: 'texts', subdiv: 'text', city: 'text' },
    // The type of a multipart upload in this place is not known: both are taken (§5.8).
    relationships: { batch_upload: { types: ['batch-multipart-upload', 'batch-upload'], required: true }, service_unit: unit, ...people },
  },
  {
    // Only `country` is known (§5.7); the rest is [inferred].
    type: 'news', changes: false,
    attributes: { title: 'text!', body: 'text!', created_at: 'date!', country: 'country!', tags: 'texts', subdiv: 'text', city: 'text' },
    relationships: { service_unit: { types: ['service-unit'] }, ...people },
  },
];
