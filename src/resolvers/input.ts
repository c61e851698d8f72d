import { Failure } from '../domain/failure.ts';

/** Checks of arguments that the schema's types cannot express. */

/** A list of ids of a bounded length. Throws `badInput` naming the argument. */
export function idList(argument: string, ids: readonly string[], most: number): readonly string[] {
  if (ids.length > most) throw new Failure({ kind: 'badInput', message: `\`${argument}\` takes at most ${most.toLocaleString('en')} ids.`, argument: [argument] });
  return ids;
}

/** The generated types know of promises of what is there only; that some of a list come to null is fine all the same. */
export function each<Item>(items: readonly Promise<Item | null>[]): readonly (Promise<Item> | null)[];
export function each(items: readonly unknown[]): readonly unknown[] {
  return items;
}

/** An input without the fields that were left out: `null` says no more than nothing. */
export type Given<Input> = Input extends readonly (infer Item)[] ? readonly Given<Item>[] : Input extends object ? { [Field in keyof Input]: Given<Exclude<Input[Field], null>> } : Input;

/** Drops what is null, at every depth. */
export function given<Input>(input: Input): Given<Input>;
export function given(input: unknown): unknown {
  if (Array.isArray(input)) return input.map((item: unknown) => given(item));
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(Object.entries(input).flatMap(([name, value]) => (value == null ? [] : [[name, given<unknown>(value)]])));
}
