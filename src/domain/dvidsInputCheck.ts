import type { DvidsAssetType, DvidsPhotoHashes } from './dvids.ts';
import type { DvidsAssetChange, DvidsAssetInputs } from './dvidsInput.ts';
import { Failure } from './failure.ts';

/** Checks of input that need no upstream; each problem names its field. DVIDS has the last word: patterns are loose. */

/** What is wrong with a field. */
export interface InputProblem {
  /** The path of the field, as `['input', 'photos', '0', 'virin']`. */
  readonly argument: readonly string[];
  readonly message: string;
}

type Rule = 'text' | 'id' | 'instructions' | 'date' | 'virin' | 'country' | 'tags' | 'ids';
type Rules = Readonly<Record<string, { readonly rule: Rule; readonly required: boolean }>>;

const must = (rule: Rule) => ({ rule, required: true });
const may = (rule: Rule) => ({ rule, required: false });

const credit: Rules = { serviceUnitId: must('id'), authorIds: may('ids'), themeIds: may('ids') };
const release: Rules = {
  title: must('text'),
  description: must('text'),
  instructions: must('instructions'),
  createdAt: must('date'),
  virin: must('virin'),
  country: must('country'),
  tags: may('tags'),
  uploadId: must('id'),
  ...credit,
};

const rulesOf: Readonly<Record<DvidsAssetType, Rules>> = {
  PHOTO: release,
  GRAPHIC: { ...release, graphicCategoryId: must('id') },
  VIDEO: release,
  NEWS: {
    title: must('text'),
    body: must('text'),
    createdAt: must('date'),
    country: must('country'),
    instructions: may('instructions'),
    tags: may('tags'),
    ...credit,
    serviceUnitId: may('id'),
  },
  PUBLICATION_ISSUE: { description: must('text'), createdAt: must('date'), publicationId: must('id'), uploadId: must('id') },
};

/** Everything wrong with the input of an asset to be made; `at` is the path of the input. */
export function assetProblems<Type extends DvidsAssetType>(type: Type, input: DvidsAssetInputs[Type], at: readonly string[] = ['input']): InputProblem[] {
  return problemsBy(rulesOf[type], input, at, false);
}

/** The same for a change, where a field may be left out but a required one not emptied. */
export function changeProblems<Type extends DvidsAssetType>(type: Type, change: DvidsAssetChange<Type>, at: readonly string[] = ['input']): InputProblem[] {
  return problemsBy(rulesOf[type], change, at, true);
}

/** What is wrong with the date that a VIRIN is asked for. */
export function virinDateProblems(date: string, at: readonly string[] = ['input', 'date']): InputProblem[] {
  return complaints('date', date).map((message) => ({ argument: at, message }));
}

/** What is wrong with a question for duplicates: at least one hash or a VIRIN, hashes in hexadecimal. */
export function duplicateProblems(hashes: DvidsPhotoHashes, virin: string | undefined, at: readonly string[] = []): InputProblem[] {
  const given = Object.entries(hashes).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (given.length === 0 && virin === undefined) return [{ argument: at, message: 'Give at least one hash, or a VIRIN.' }];
  return [
    ...given.filter(([, hash]) => !/^[0-9a-f]{4,256}$/i.test(hash)).map(([name]) => ({ argument: [...at, name], message: 'A hash is hexadecimal, as ImageHash writes it.' })),
    ...(virin === undefined ? [] : complaints('virin', virin).map((message) => ({ argument: [...at, 'virin'], message }))),
  ];
}

/** Throws `badInput` for the first problem, if there is one; its text says how many more there are. */
export function refuseProblems(problems: readonly InputProblem[]): void {
  const [first, ...others] = problems;
  if (!first) return;
  const rest = others.map(({ argument, message }) => `${argument.join('.')}: ${message}`).join(' ');
  throw new Failure({ kind: 'badInput', message: rest === '' ? first.message : `${first.message} Also ${rest}`, argument: first.argument });
}

function problemsBy(rules: Rules, input: object, at: readonly string[], partial: boolean): InputProblem[] {
  const given = new Map<string, unknown>(Object.entries(input));
  return Object.entries(rules).flatMap(([field, { rule, required }]) => {
    const value = given.get(field);
    const argument = [...at, field];
    if (value === undefined) return required && !partial ? [{ argument, message: 'This field is required.' }] : [];
    if (value === null) return required ? [{ argument, message: 'This field cannot be emptied.' }] : [];
    return complaints(rule, value).map((message) => ({ argument, message }));
  });
}

function complaints(rule: Rule, value: unknown): string[] {
  switch (rule) {
    case 'text':
    case 'id':
      return isFilled(value) ? [] : ['This must not be empty.'];
    case 'instructions':
      return isFilled(value) ? instructionComplaints(value) : ['Name, e-mail address and phone number of who releases it, each on a line of its own.'];
    case 'date':
      return isFilled(value) && isDate(value) ? [] : ['A date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z.'];
    case 'virin':
      return isFilled(value) && isVirin(value) ? [] : ['A VIRIN such as 241001-A-AB123-1001; `generateDvidsVirin` makes one.'];
    case 'country':
      return isFilled(value) && /^[A-Z]{2}$/.test(value) ? [] : ['Two capital letters, the `iso2` of one of `dvidsCountries`.'];
    case 'tags':
    case 'ids':
      return Array.isArray(value) && value.every(isFilled) ? [] : ['None of these may be empty.'];
  }
}

/** `YYMMDD-<letter>-<unit or author>-<sequence>`; sequences of three and of four digits were seen (§5.10), so nothing is said of their length. */
function isVirin(text: string): boolean {
  return /^\d{6}-[A-Za-z]-[A-Za-z0-9]{1,20}-\d{1,8}$/.test(text);
}

function isDate(text: string): boolean {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.exec(text) ?? [];
  // Date.parse takes February 30 for a day of March.
  if (day === undefined || Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day) return false;
  return time === undefined || !Number.isNaN(Date.parse(text));
}

/** The three lines of a release authority (§5.4). */
function instructionComplaints(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
  const mail = lines.findIndex((line) => /[^\s@]@[^\s@]+\.[^\s@]/.test(line));
  const phone = lines.findIndex((line, index) => index !== mail && (line.match(/\d/g)?.length ?? 0) >= 6);
  const name = lines.findIndex((line, index) => index !== mail && index !== phone && /\p{L}{2}/u.test(line));
  const missing = [name < 0 && 'the name', mail < 0 && 'the e-mail address', phone < 0 && 'the phone number'].filter((each) => each !== false);
  return missing.length === 0 ? [] : [`Of who releases it, ${missing.join(' and ')} must be on a line of its own.`];
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
