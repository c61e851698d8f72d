import { randomUUID } from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeKey } from './keyring.ts';

/**
 * The ring of keys in a file, which is made (0600, one key) when there is none. Of two processes that start together one makes it
 * and both read the same. The file holds base64 keys, one on a line, the first one writes: a line may be added on top at any time.
 */
export async function keysFromFile(path: string): Promise<string[]> {
  const content = (await contentOf(path)) ?? (await make(path));
  return content.split(/[\s,]+/).filter(Boolean);
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Written whole under another name, then linked to its place: a link never replaces what another process was faster to put there. */
async function make(path: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  await writeDurably(draft, `${makeKey()}\n`);
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  await syncFolder(dirname(path));
  return readFile(path, 'utf8');
}

async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name of a new file is on the disk only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
