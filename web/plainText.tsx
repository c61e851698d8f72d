import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Keeps the editors from framing letters that could be taken for others, such as the dash of `1952–2001`: archives are full of them. */
export function PlainText() {
  const editors = useGraphiQL(({ queryEditor, variableEditor, responseEditor }) => ({ queryEditor, variableEditor, responseEditor }));
  const { queryEditor, variableEditor, responseEditor } = editors;
  useEffect(() => {
    for (const editor of [queryEditor, variableEditor, responseEditor]) {
      editor?.updateOptions({ unicodeHighlight: { ambiguousCharacters: false } });
    }
  }, [queryEditor, variableEditor, responseEditor]);
  return null;
}
