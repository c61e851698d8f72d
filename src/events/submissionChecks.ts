import { Failure } from '../domain/failure.ts';
import { preservationEventTypes, type PreservationEvent } from '../domain/submissionEvent.ts';
import { metadataFault } from '../domain/submissionMetadata.ts';
import type { NewFile, NewSubmission } from '../sources/dps/source.ts';

/** What is refused before DPS is asked: each check throws `badInput` with the argument's path. */

/** nb-dps.md §3 and §5.1. */
export function checkSubmission({ objectId, priority, metadata }: NewSubmission): void {
  if (!/^[0-9a-zA-Z\-_]{3,200}$/.test(objectId)) throw refused('An object id has 3 to 200 letters, digits, `-` or `_`.', 'objectId');
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 1 && priority <= 100)) {
    throw refused('A priority is a whole number from 1 (most urgent) to 100.', 'priority');
  }
  const fault = metadataFault(metadata);
  if (fault) throw refused(fault.message, 'metadata', ...fault.path);
}

/** §5.2. That a path must not leave the package follows from its being relative. Gives the file with its checksum in lower case. */
export function checkedFile(file: NewFile): NewFile {
  const { filePath } = file;
  const steps = filePath.split('/');
  if (filePath.length > 900 || steps.some((step) => step === '' || step === '.' || step === '..') || /[\p{Cc}\\]/u.test(filePath)) {
    throw refused('A file path is relative, inside the package, and has 1 to 900 characters.', 'filePath');
  }
  const checksum = file.checksum.toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(checksum)) throw refused('A checksum is an MD5 of 32 hexadecimal digits.', 'checksum');
  return { ...file, checksum };
}

/** §5.6. */
export function checkEvent({ agent, eventType, eventDateTime, relativePath }: PreservationEvent): void {
  if (agent.agentName.trim() === '') throw refused('An agent has a name.', 'agent', 'agentName');
  if (Number.isNaN(Date.parse(eventDateTime))) throw refused('A time is written as in RFC 3339.', 'eventDateTime');
  const scope = preservationEventTypes[eventType];
  if (relativePath === undefined && !scope.package) throw refused(`An event of the type \`${eventType}\` is about one file: give its path.`, 'relativePath');
  if (relativePath !== undefined && !scope.file) throw refused(`An event of the type \`${eventType}\` is about the whole package.`, 'relativePath');
}

function refused(message: string, ...path: readonly string[]): Failure {
  return new Failure({ kind: 'badInput', message, argument: ['input', ...path] });
}
