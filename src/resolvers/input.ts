import { Failure } from '../domain/failure.ts';

/** Checks of arguments that the schema's types cannot express. */

/** A list of ids of a bounded length, none of them empty. Throws `badInput` naming the argument. */
export function idList(argument: string, ids: readonly string[], most: number): readonly string[] {
  if (ids.length > most) throw new Failure({ kind: 'badInput', message: `\`${argument}\` takes at most ${most.toLocaleString('en')} ids.`, argument: [argument] });
  return ids;
}

/** The generated types know of promises of what is there only; that some of a list come to null is fine all the same. */
export function each<Item>(items: readonly Promise<Item | null>[]): readonly (Promise<Item> | null)[];
export function each(items: readonly unknown[]): readonly unknown[] {
  return items;
}
