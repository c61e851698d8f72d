import { readFileSync } from 'node:fs';
import { isLoopback } from './domain/address.ts';

/** Variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A file that a secret came from. */
export interface SecretFile {
  /** The variable that names it, such as `DPS_CLIENT_SECRET_FILE`. */
  readonly name: string;
  readonly path: string;
  /** Takes what the file holds now: the secret has that value from here on. Throws, and keeps the old one, when it cannot be used. */
  readonly take: (text: string) => void;
}

/** A secret that may change while running: call it each time it is needed, never keep its value. */
export type Secret<T = string> = () => T;

/**
 * Reads single settings by the names of their variables. What is not right becomes a fault rather than an exception, so that all
 * are told at once; no fault repeats a value.
 */
export class SettingsReader {
  readonly faults: string[] = [];
  readonly secretFiles: SecretFile[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  fault(name: string, message: string): void {
    this.faults.push(`${name}: ${message}`);
  }

  /** The trimmed value; undefined when unset or blank. */
  text(name: string): string | undefined {
    return this.#env[name]?.trim() || undefined;
  }

  any(names: readonly string[]): boolean {
    return names.some((name) => this.text(name) !== undefined);
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) this.fault(name, 'is missing');
    return value ?? '';
  }

  flag(name: string): boolean | undefined {
    const value = this.oneOf(name, ['true', 'false', '1', '0']);
    return value === undefined ? undefined : value === 'true' || value === '1';
  }

  oneOf(name: string, values: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !values.includes(value)) this.fault(name, `must be one of ${values.join(', ')}`);
    return value;
  }

  integer(name: string, least: number, most: number): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) this.fault(name, `must be a whole number from ${least} to ${most}`);
    return number;
  }

  /** A duration such as `500ms`, `20s`, `10m`, `2h` or `1d`, in milliseconds; a bare number means seconds. */
  duration(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d)?$/.exec(value) ?? [];
    if (amount === undefined) this.fault(name, 'must be a duration such as `20s`, `10m` or `2h`');
    return Number(amount) * ({ ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? 1_000);
  }

  url(name: string, protocols: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const protocol = URL.canParse(value) ? new URL(value).protocol : undefined;
    if (!protocol || !protocols.includes(protocol)) this.fault(name, `must be an address that begins with ${protocols.map((each) => `${each}//`).join(' or ')}`);
    return value;
  }

  /** An address that Fonds itself calls: `https`, or plain `http` on loopback only. Without a default it is required. */
  upstreamUrl(name: string, preset?: string): string {
    const value = this.text(name) === undefined && preset !== undefined ? preset : this.required(name);
    if (!value) return '';
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const safe = url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
    if (!safe) this.fault(name, 'must be an https address (plain http is for loopback only)');
    return value.replace(/\/+$/, '');
  }

  origins(name: string): readonly string[] | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const origins = listOf(value);
    if (!origins.every((each) => URL.canParse(each) && new URL(each).origin === each.replace(/\/$/, ''))) {
      this.fault(name, 'must be a comma-separated list of origins such as `https://files.example.org`');
    }
    return origins.map((each) => each.replace(/\/$/, ''));
  }

  /** A comma-separated list; undefined when unset. */
  list(name: string): readonly string[] | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : listOf(value);
  }

  /** A secret from `NAME`, or from the file that `NAME_FILE` names. */
  secret(name: string): Secret {
    const held = this.#hold(name, (text) => text);
    if (held.value === undefined && !this.any([`${name}_FILE`])) this.fault(name, `is missing (or give the path of a file that holds it in ${name}_FILE)`);
    return () => held.value ?? '';
  }

  /** A ring of secrets apart by commas or lines; may be empty. `check` throws for one that cannot take the place of the one before. */
  secretList(name: string, check: (ring: readonly string[], before: readonly string[] | undefined) => void = () => {}): Secret<readonly string[]> {
    const held = this.#hold<readonly string[]>(name, (text, before) => {
      const ring = listOf(text);
      check(ring, before);
      return ring;
    });
    return () => held.value ?? [];
  }

  /** The value of a secret, replaced whenever its file is read again. */
  #hold<T>(name: string, parse: (text: string, before: T | undefined) => T): { value: T | undefined } {
    const held: { value: T | undefined } = { value: undefined };
    const take = (text: string) => {
      const trimmed = text.trim();
      if (trimmed === '') throw new Error('is empty');
      held.value = parse(trimmed, held.value);
    };
    const path = this.text(`${name}_FILE`);
    const text = path === undefined ? this.text(name) : this.#read(`${name}_FILE`, path);
    if (path !== undefined) this.secretFiles.push({ name: `${name}_FILE`, path, take });
    try {
      if (text !== undefined) take(text);
    } catch (error) {
      this.fault(path === undefined ? name : `${name}_FILE`, error instanceof Error ? error.message : 'cannot be used');
    }
    return held;
  }

  #read(name: string, path: string): string | undefined {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      this.fault(name, 'cannot be read');
      return undefined;
    }
  }
}

/** What stands between commas or line ends, without the blanks around it. */
function listOf(text: string): string[] {
  return text.split(/[,\n]/).map((each) => each.trim()).filter(Boolean);
}
