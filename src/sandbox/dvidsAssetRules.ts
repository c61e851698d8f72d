import { linkageOf, type Documents, type RequestDocument } from './dvidsDocuments.ts';
import type { AssetKind, AttributeRule, RelationshipRule } from './dvidsAssetKinds.ts';
import type { Reference } from './dvidsReference.ts';
import type { Asset, Ref } from './dvidsState.ts';

type Checked = Pick<Asset, 'attributes' | 'relationships'>;

/** Loose on purpose: sequences of three and four digits were seen (dvids-submission.md §5.10). */
const virinPattern = /^\d{6}-[A-Z]-[A-Z0-9]+-\d{3,4}$/;

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Whether a text names a person, an e-mail address and a phone number, one per line (§5.4). */
const isReleaseAuthority = (value: unknown): boolean => {
  const lines = typeof value === 'string' ? value.split(/\r?\n/).filter((line) => line.trim() !== '') : [];
  return lines.length >= 3 && lines.some((line) => /\S@\S/.test(line)) && lines.some((line) => (line.match(/\d/g) ?? []).length >= 5);
};

/** Checks what a client sent for an asset against its kind and against what exists. */
export const dvidsAssetRules = (reference: Reference, documents: Documents) => {
  const exists: Record<string, (id: string) => boolean> = {
    'service-unit': (id) => reference.units.some((each) => each.id === id),
    author: (id) => reference.authors.some((each) => each.id === id),
    publication: (id) => reference.publications.some((each) => each.id === id),
    'graphic-category': (id) => reference.categories.some((each) => each.id === id),
    theme: () => true, // there is no list of themes (§10)
    'batch-upload': () => true, // checked with the batch
    'batch-multipart-upload': () => true,
  };

  const complaint = (rule: AttributeRule, value: unknown): string | undefined => {
    switch (rule) {
      case 'text':
        return value === undefined || value === null || typeof value === 'string' ? undefined : 'must be a text';
      case 'text!':
        return isText(value) ? undefined : 'is required';
      case 'date!':
        return isText(value) && !Number.isNaN(Date.parse(value)) ? undefined : 'is required and must be a date';
      case 'country!':
        return reference.countries.some(({ iso2 }) => iso2 === value) ? undefined : 'must be the iso2 code of a country';
      case 'virin!':
        return isText(value) && virinPattern.test(value) ? undefined : 'is required and must be a VIRIN';
      case 'instructions!':
        return isReleaseAuthority(value) ? undefined : 'must name the release authority: name, e-mail and phone, each on a line of its own';
      case 'texts':
        return value === undefined || value === null || (Array.isArray(value) && value.every((each) => typeof each === 'string')) ? undefined : 'must be a list of texts';
      case 'texts!':
        return Array.isArray(value) && value.every((each) => typeof each === 'string') ? undefined : 'is required and must be a list of texts';
    }
  };

  const linkage = (name: string, rule: RelationshipRule, sent: unknown): Ref | Ref[] | null => {
    const pointer = `/data/relationships/${name}`;
    const data = linkageOf(sent);
    if (data === 'malformed') return documents.invalid(`${name} cannot be read`, pointer);
    const refs = data === undefined || data === null ? [] : [data].flat();
    if (rule.required === true && refs.length === 0) return documents.invalid(`${name} is required`, pointer);
    if (data !== undefined && data !== null && Array.isArray(data) !== (rule.many === true)) return documents.invalid(`${name} names ${rule.many === true ? 'many' : 'one'}`, pointer);
    for (const { type, id } of refs) {
      if (!rule.types.includes(type)) documents.invalid(`${name} must be of type ${rule.types.join(' or ')}`, pointer);
      if (exists[type]?.(id) !== true) documents.invalid(`${name} does not exist`, pointer);
    }
    return rule.many === true ? refs : (refs[0] ?? null);
  };

  /** What the asset will be: what was sent, laid over what there was. */
  const check = (kind: AssetKind, sent: RequestDocument, before?: Checked): Checked => {
    // What only DVIDS decides is not taken from anybody.
    const { status: _status, thumbnail_url_template: _template, ...given } = sent.attributes;
    const attributes = { ...before?.attributes, ...given };
    for (const [name, rule] of Object.entries(kind.attributes)) {
      const said = complaint(rule, attributes[name]);
      if (said !== undefined) documents.invalid(`${name} ${said}`, `/data/attributes/${name}`);
    }
    const relationships = Object.fromEntries(Object.entries(kind.relationships).map(([name, rule]) => {
      const kept = before?.relationships[name];
      const source = sent.relationships[name] ?? (kept === undefined ? undefined : { data: kept });
      return [name, linkage(name, rule, source)];
    }));
    return { attributes, relationships };
  };

  return { check };
};
