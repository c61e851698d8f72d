import type { Extras } from '../domain/aip.ts';
import { mapConnection, type Connection } from '../domain/connection.ts';
import { Failure } from '../domain/failure.ts';
import type { ConnectionArguments } from '../domain/page.ts';
import { checkConditions, type SearchCondition, type SearchConfig } from '../domain/search.ts';
import type { Aip } from '../domain/aip.ts';
import type { AipLoader } from './aips.ts';

/** Searches for one operation. */
export interface SearchLoader {
  configs(): Promise<readonly SearchConfig[]>;
  /** Null when there is none of that name. */
  config(name: string): Promise<SearchConfig | null>;
  /** Runs a search. Throws `badInput` for an unknown search and for conditions that its configuration does not allow, before any search is made. */
  run(
    name: string,
    conditions: readonly SearchCondition[],
    args: ConnectionArguments,
    extras: Extras,
    wantsTotal: boolean,
  ): Promise<Connection<{ aip: Aip; config: SearchConfig }>>;
}

/** `configs` reads the configurations, from the cache as a rule. */
export function createSearchLoader(aips: AipLoader, configs: () => Promise<readonly SearchConfig[]>): SearchLoader {
  const find = async (name: string) => (await configs()).find((config) => config.name === name);
  return {
    configs,
    config: async (name) => (await find(name)) ?? null,
    run: async (name, conditions, args, extras, wantsTotal) => {
      const config = await find(name);
      if (!config) throw new Failure({ kind: 'badInput', message: await unknownSearch(name), argument: ['config'] });
      const list = { kind: 'search', config: name, parameters: checkConditions(config, conditions) } as const;
      return mapConnection(await aips.list(list, args, extras, wantsTotal), (aip) => ({ aip, config }));
    },
  };

  async function unknownSearch(name: string): Promise<string> {
    const known = (await configs()).map((config) => `\`${config.name}\``).join(', ');
    return `There is no search \`${name}\`. There are: ${known || 'none'}.`;
  }
}
