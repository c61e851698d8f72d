import type { DisseminationFacts } from '../../domain/disseminationFold.ts';
import type { SubmissionFile } from '../../domain/submission.ts';
import type { SubmissionFacts } from '../../domain/submissionFold.ts';
import { booleanOf, integerOf, textOf } from '../reading.ts';
import { filesOf, sizeOf, type WireDissemination, type WireFile, type WireSubmission } from './wire.ts';

/** A dissemination's facts from the wire. */
export function disseminationOf(wire: WireDissemination): DisseminationFacts {
  return {
    disseminationId: wire.disseminationId,
    archiveId: wire.archiveId,
    clientId: textOf(wire['clientId']),
    contractId: contractOf(wire['contractId']),
    objectId: textOf(wire['objectId']),
    sizeInBytes: sizeOf(wire['sumSizeInBytes']),
    priority: integerOf(wire['priority']),
    upstreamStatus: wire.status,
    requestedAt: textOf(wire['dateCreated']),
  };
}

/** A submission's facts from the wire. `contractId` is the one it was asked for under: answers need not name it (nb-dps.md §5.7). */
export function submissionOf(wire: WireSubmission, contractId: string): SubmissionFacts {
  return {
    submissionId: wire.submissionId,
    contractId: contractOf(wire['contractId']) ?? contractId,
    objectId: textOf(wire['objectId']),
    clientId: textOf(wire['clientId']),
    // Not in the published schema, yet it is there once archived (§5.7, [inferred]).
    archiveId: textOf(wire['archiveId']),
    priority: integerOf(wire['priority']),
    sizeInBytes: sizeOf(wire['sumSizeInBytes']),
    upstreamStatus: wire.status,
    files: filesOf(wire)?.map(fileOf) ?? null,
  };
}

/** A registered file, without its upload address: later reads repeat it, usually expired (§5.4). */
export function fileOf(wire: WireFile): SubmissionFile {
  return {
    fileId: wire.fileId,
    filePath: wire.filePath,
    checksum: textOf(wire['checksum']),
    isPackaged: booleanOf(wire['isPackaged']),
  };
}

/** Contract ids are compared without letter case and issued in lower case (§3): one spelling keeps lists and roles together. */
export function contractOf(value: unknown): string | null {
  return textOf(value)?.toLowerCase() ?? null;
}
