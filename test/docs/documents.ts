import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A piece of a document in a fence. */
export interface Block {
  /** Where it is, as `docs/graph.md:12`. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
  /** The JSON in the block right behind it: the variables of an operation. */
  readonly variables: Record<string, unknown>;
}

export interface Document {
  /** Path from the root. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

const folders = ['.', 'docs', 'docs/decisions'];

/** Every document that people read. */
export const documents: readonly Document[] = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, blocks: blocksOf(path, text) };
    }),
);

function blocksOf(path: string, text: string): Block[] {
  const found = [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)];
  return found.map((match, index) => {
    const [all, language = '', content = ''] = match;
    const next = found[index + 1];
    const follows = next?.[1] === 'json' && text.slice(match.index + all.length, next.index).trim() === '';
    return { place: `${path}:${text.slice(0, match.index).split('\n').length + 1}`, language, text: content, variables: follows ? JSON.parse(next[2] ?? '') : {} };
  });
}

/** The text outside of fences. */
export const proseOf = ({ text }: Document): string => text.replaceAll(/^```[^]*?^```$/gm, '');

/** What stands between backticks. */
export const codeIn = (document: Document): string[] => [...proseOf(document).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
