/** A fault in the body of a request: where, and what is wrong. */
export type Fault = { path: string; message: string };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

type Check = (value: unknown, path: string) => Fault[];

const text: Check = (value, path) => (typeof value === 'string' && value.length > 0 ? [] : [{ path, message: 'must be a text that is not empty' }]);

const language: Check = (value, path) => (typeof value === 'string' && /^[a-z]{3}$/.test(value) ? [] : [{ path, message: 'must be three lower-case letters' }]);

const degrees = (limit: number): Check => (value, path) =>
  (typeof value === 'number' && Math.abs(value) <= limit ? [] : [{ path, message: `must be a number from -${limit} to ${limit}` }]);

/** Checks an object: required fields must be there, optional ones may; unknown ones pass, since editions differ (nb-dps.md §6). */
const object = (required: Record<string, Check>, optional: Record<string, Check> = {}): Check => (value, path) => {
  if (!isObject(value)) return [{ path, message: 'must be an object' }];
  return [
    ...Object.entries(required).flatMap(([name, check]) => check(value[name], `${path}.${name}`)),
    ...Object.entries(optional).flatMap(([name, check]) => (value[name] === undefined ? [] : check(value[name], `${path}.${name}`))),
  ];
};

const list = (check: Check, least = 0): Check => (value, path) => {
  if (!Array.isArray(value)) return [{ path, message: 'must be a list' }];
  return value.length < least ? [{ path, message: `must have at least ${least}` }] : value.flatMap((each: unknown, index) => check(each, `${path}[${index}]`));
};

const agent = object({ name: text }, { type: text, role: text });
const said = object({ value: text }, { lang: language });

/** The metadata of a submission: what both the schema file and the documentation ask for (nb-dps.md §6). */
export const metadataFaults: Check = object(
  { type: text, title: said },
  {
    identifier: list(object({ type: text, value: text }), 1),
    alternative: list(object({ type: text, value: text, lang: language })),
    creator: list(agent),
    contributor: list(agent),
    publisher: list(agent),
    spatial: list(object({ name: text }, { latitude: degrees(90), longitude: degrees(180) })),
    date: list(object({ type: text, value: text })),
    language: list(object({ type: text, value: text }, { lang: language })),
    isPartOf: list(said),
    relation: list(object({})),
    source: list(object({})),
    provenance: list(said),
    description: list(said),
    subject: list(said),
  },
);
