import type { ComponentProps } from 'react';
import type { GraphiQL } from 'graphiql';

type Tab = NonNullable<ComponentProps<typeof GraphiQL>['defaultTabs']>[number];
export type ExampleTab = Tab & { query: string; variables: string };

/**
 * The tabs that the explorer opens with: one for each `tabs/NN-name.graphql`, in the order of their names,
 * with the variables of `tabs/NN-name.variables.json` where that file exists.
 */
export const exampleTabs: readonly ExampleTab[] = inOrder(
  import.meta.glob<string>('./tabs/*.graphql', { query: '?raw', import: 'default', eager: true }),
  import.meta.glob<string>('./tabs/*.variables.json', { query: '?raw', import: 'default', eager: true }),
);

function inOrder(documents: Record<string, string>, variables: Record<string, string>): ExampleTab[] {
  return Object.entries(documents)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([path, query]) => ({ query, variables: variables[path.replace(/\.graphql$/, '.variables.json')] ?? '' }));
}
