import type { DocumentStore } from '../ledger/ledger.ts';

/** Which workflow waits for which upload: what wakes it when the bytes have come. */
export interface AwaitedUploads {
  note(uploadId: string, workflowId: string): Promise<void>;
  /** The workflow that waits for an upload; undefined when none does. */
  awaitedBy(uploadId: string): Promise<string | undefined>;
}

const kind = 'awaitedUpload';

export function createAwaitedUploads(documents: DocumentStore): AwaitedUploads {
  return {
    note: async (uploadId, workflowId) => void (await documents.put({ kind, id: uploadId, body: { workflowId } })),
    async awaitedBy(uploadId) {
      const document = await documents.get(kind, uploadId);
      return document && isNote(document.body) ? document.body.workflowId : undefined;
    },
  };
}

/** The ledger holds nothing but what we wrote. */
function isNote(body: unknown): body is { readonly workflowId: string } {
  return typeof body === 'object' && body !== null && 'workflowId' in body;
}
