import { GraphiQL } from 'graphiql';
import { exampleTabs } from './examples.ts';
import { fetcher } from './fetcher.ts';
import { PlainText } from './plainText.tsx';
import { RestoreExamples } from './restoreExamples.tsx';
import { SchemaNotice } from './schemaNotice.tsx';
import { isFirstVisit, storage } from './storage.ts';

/** GraphiQL on our own graph, with the example tabs, our name, and a plain word when the schema is not to be had. */
export function Explorer() {
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      defaultTabs={[...exampleTabs]}
      {...firstVariables()}
      inputValueDeprecation
      schemaDescription
      shouldPersistHeaders={false}
    >
      <GraphiQL.Logo>
        <img src="./favicon.svg" alt="" width="20" height="20" />
        <h1>Fonds</h1>
      </GraphiQL.Logo>
      <GraphiQL.Toolbar>
        {({ prettify, merge, copy }) => (
          <>
            {prettify}
            {merge}
            {copy}
            <RestoreExamples />
          </>
        )}
      </GraphiQL.Toolbar>
      <SchemaNotice />
      <PlainText />
    </GraphiQL>
  );
}

/** GraphiQL shows the variables of a default tab once it is switched to, but not those of the one it opens with. */
function firstVariables(): { initialVariables?: string } {
  const [first] = exampleTabs;
  return first && isFirstVisit() ? { initialVariables: first.variables } : {};
}
