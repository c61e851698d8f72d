import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

/** Says in plain words why there is no schema, what still works, and what to do about it. */
export function SchemaNotice() {
  const { problem, isIntrospecting } = useGraphiQL((state) => ({ problem: state.fetchError, isIntrospecting: state.isIntrospecting }));
  const actions = useGraphiQLActions();
  if (problem === null) return null;
  const { title, advice } = explain(problem);
  return (
    <div className="schema-notice" role="status">
      <p>
        <strong>{title}</strong> {advice}
      </p>
      <button type="button" disabled={isIntrospecting} onClick={() => void actions.introspect()}>
        Ask again
      </button>
    </div>
  );
}

function explain(problem: string): { title: string; advice: string } {
  const { code, validationErrorCode, message } = firstError(problem);
  if (code === 'UNAUTHENTICATED') {
    return {
      title: 'This gateway asks who you are.',
      advice: 'Put {"Authorization": "Bearer …"} into the Headers editor below the operation, then ask again.',
    };
  }
  if (validationErrorCode === 'INTROSPECTION_DISABLED' || /introspection/i.test(message)) {
    return {
      title: 'This gateway keeps its schema to itself.',
      advice: 'Introspection is turned off here, so there is no completion and no documentation. Operations still run.',
    };
  }
  return { title: 'The schema could not be read.', advice: `${message} Operations may still run.` };
}

/** The first error of an introspection that failed; GraphiQL hands the whole result over as formatted JSON, or as plain text. */
function firstError(problem: string): { code: unknown; validationErrorCode: unknown; message: string } {
  const [error] = listAt(parsed(problem), 'errors');
  const extensions = at(error, 'extensions');
  const message = at(error, 'message');
  return {
    code: at(extensions, 'code'),
    validationErrorCode: at(extensions, 'validationErrorCode'),
    message: typeof message === 'string' ? message : problem,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function listAt(value: unknown, key: string): unknown[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}
