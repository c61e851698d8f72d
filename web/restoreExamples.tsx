import { ToolbarButton, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { exampleTabs } from './examples.ts';

/** Opens again the example tabs that were closed or edited; tabs that are open stay as they are. */
export function RestoreExamples() {
  const tabs = useGraphiQL((state) => state.tabs);
  const actions = useGraphiQLActions();

  const restore = () => {
    const missing = exampleTabs.filter(({ query }) => !tabs.some((tab) => tab.query === query));
    const reopened = missing.map(({ query, variables }, index) => ({
      id: `${Date.now()}-${index}`,
      hash: '',
      title: operationName(query),
      query,
      variables,
      headers: null,
      operationName: operationName(query),
      response: null,
    }));
    actions.moveTab([...tabs, ...reopened]);
  };

  return (
    <ToolbarButton onClick={restore} label="Reopen the example tabs">
      <svg className="graphiql-toolbar-icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden="true">
        <path d="M3 2.5h7.5l2.5 2.5v8.5H3z M5.5 7h5 M5.5 9.5h5 M5.5 12h3" />
      </svg>
    </ToolbarButton>
  );
}

function operationName(query: string): string {
  return /^(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1] ?? 'Example';
}
