import type { Aip, BreadcrumbEntry, Metadata, PluginReport, Representation } from '../../domain/aip.ts';
import { searchDataTypes, searchOperators, type SearchColumn, type SearchConfig, type SearchFilter } from '../../domain/search.ts';
import { booleanOf, integerOf, listOf, objectOf, objectsOf, textOf, type JsonObject } from '../reading.ts';
import type { WireAip } from './wire.ts';

/** A package of the graph from one on the wire. An extra that was not sent, is null or empty comes out the same: empty. */
export function aipOf(wire: WireAip): Aip {
  return new MappedAip(wire);
}

/** Reads each part when it is asked for: of the packages of a page most parts never are. */
class MappedAip implements Aip {
  readonly #wire: WireAip;

  constructor(wire: WireAip) {
    this.#wire = wire;
  }

  get packageId(): string {
    return this.#wire.packageId;
  }

  get packageType(): string | null {
    return textOf(this.#wire['packageType']);
  }

  get title(): string | null {
    return textOf(this.#wire['title']);
  }

  get metadata(): Metadata | null {
    return metadataOf(this.#wire['metadata']);
  }

  get permissions(): readonly unknown[] {
    return listOf(this.#wire['permissions']);
  }

  get pluginReports(): readonly PluginReport[] {
    return objectsOf(this.#wire['pluginReports']).map(pluginReportOf);
  }

  get breadcrumb(): readonly BreadcrumbEntry[] {
    return objectsOf(this.#wire['breadcrumb']).map(breadcrumbEntryOf);
  }

  get representations(): readonly Representation[] {
    return objectsOf(this.#wire['representations']).map(representationOf);
  }

  /** All lower case, unlike its neighbours (docbyte-vault.md §4.2). */
  get searchColumns(): Readonly<Record<string, unknown>> | null {
    return objectOf(this.#wire['searchcolumns']) ?? null;
  }
}

/** A search configuration; undefined for one without a name, which nobody could call. */
export function searchConfigOf(wire: JsonObject): SearchConfig | undefined {
  const name = textOf(wire['name']);
  if (name === null) return undefined;
  return {
    name,
    // Numbers inside strings (docbyte-vault.md §4.6).
    limit: integerOf(wire['limit']),
    offset: integerOf(wire['offset']),
    columns: objectsOf(wire['columns']).flatMap(columnOf),
    filters: objectsOf(wire['filters']).flatMap(filterOf),
  };
}

function metadataOf(value: unknown): Metadata | null {
  const section = objectOf(value);
  return section ? { schema: textOf(section['schema']), fields: objectOf(section['fields']) ?? {} } : null;
}

function pluginReportOf(wire: JsonObject): PluginReport {
  const upstreamStatus = textOf(wire['status']);
  return {
    executionDate: textOf(wire['executionDate']),
    pluginName: textOf(wire['pluginName']),
    message: textOf(wire['message']),
    status: oneOf(['SUCCESS', 'WARNING', 'FAILURE'], upstreamStatus),
    upstreamStatus,
  };
}

function breadcrumbEntryOf(wire: JsonObject): BreadcrumbEntry {
  return { title: textOf(wire['title']), packageId: textOf(wire['packageId']) };
}

function representationOf(wire: JsonObject): Representation {
  return {
    representationId: textOf(wire['id']),
    metadata: metadataOf(wire['metadata']),
    data: objectsOf(wire['data']).map((file) => ({ url: textOf(file['url']), format: textOf(file['format']) })),
  };
}

function columnOf(wire: JsonObject): SearchColumn[] {
  const xpath = textOf(wire['xpath']);
  if (xpath === null) return [];
  const upstreamDataType = textOf(wire['dataType']);
  return [
    {
      xpath,
      label: textOf(wire['label']),
      dataType: oneOf(searchDataTypes, upstreamDataType),
      upstreamDataType,
      sortable: booleanOf(wire['sortable']),
      hidden: booleanOf(wire['hidden']),
      visibleByDefault: booleanOf(wire['visibleByDefault']),
    },
  ];
}

function filterOf(wire: JsonObject): SearchFilter[] {
  const filterName = textOf(wire['filterName']);
  if (filterName === null) return [];
  const upstreamDataType = textOf(wire['dataType']);
  const upstreamOperator = textOf(wire['operator']);
  return [
    {
      filterName,
      filterMinName: textOf(wire['filterMinName']),
      filterMaxName: textOf(wire['filterMaxName']),
      fields: listOf(wire['fields']).map(textOf).filter((field) => field !== null),
      label: textOf(wire['label']),
      dataType: oneOf(searchDataTypes, upstreamDataType),
      upstreamDataType,
      operator: oneOf(searchOperators, upstreamOperator),
      upstreamOperator,
    },
  ];
}

/** The known word, letter case aside; `UNRECOGNIZED` for one that is new to us, null for none. */
function oneOf<Word extends string>(words: readonly Word[], value: string | null): Word | 'UNRECOGNIZED' | null {
  if (value === null) return null;
  const upper = value.toUpperCase();
  return words.find((word) => word === upper) ?? 'UNRECOGNIZED';
}
