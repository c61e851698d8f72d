import { decodeNodeId } from '../domain/nodeId.ts';
import { defaultFirst, maxFirst, maxPageSize } from '../domain/page.ts';

/** What fields ask of upstreams: the table that costs are estimated by. A test holds that no field is forgotten. */

/** The value of an argument as far as it is known before anything runs; undefined where none is given. */
export type Arguments = (name: string) => unknown;

/** The weight of one field. */
export interface Weight {
  /** Upstream calls to answer it once, without what is selected below it. A read of the ledger weighs as much. */
  readonly calls: (args: Arguments) => number;
  /** How many things it gives: of its list, or of the lists of the object that it gives, such as a connection. */
  readonly items?: (args: Arguments) => number;
  /** The arguments that say how many, in the order in which they count. */
  readonly sizedBy?: readonly string[];
}

/** How many things a list is taken to have whose length nobody can know before: a breadcrumb, the files of a package. */
export const assumedItems = 8;

/** Arguments that weights look at: an estimate holds for all operations in which these are alike. */
export const weighedArguments: ReadonlySet<string> = new Set(['first', 'last', 'after', 'before', 'id', 'ids', 'packageIds', 'input']);

const free: Weight = { calls: () => 0 };
const calls = (count: number): Weight => ({ calls: () => count });
/** A page of a list that an upstream pages. */
const upstreamPage: Weight = { calls: pagesOf, items: pageItems, sizedBy: ['first', 'last'] };
/** A page of a list in the ledger. */
const ledgerPage: Weight = { calls: () => 1, items: pageItems, sizedBy: ['first', 'last'] };
/** A page of a list that comes whole in one call. */
const wholeList: Weight = { calls: () => 1, items: pageItems, sizedBy: ['first', 'last'] };
/** One call for each id of a list. */
const perId = (argument: string, most: number): Weight => {
  // A longer list is refused, and costs nothing.
  const ids: Weight['calls'] = (args) => Math.min(lengthOf(args(argument)), most);
  return { calls: ids, items: ids, sizedBy: [argument] };
};
/** The authors of an asset, the units of an author: few, each a call. */
const pair: Weight = { calls: () => 2, items: () => 2 };
/** A poll of a batch: the batch, and of its assets those that may have news. */
const callsOfBatch = 1 + assumedItems;
/** An asset of DVIDS: its batch where it is not known here, the asset, and after a lost answer or a 405 a look and a repeat. */
const callsOfAsset = 4;
/** A package by its archive id: configurations and a search where no link is known yet, else the package. */
const linkedAip = calls(2);
/** The package for its archive id, the order, and after a conflict a look and an order more. */
const callsOfOrder = 4;

/** Weights by type and field. A list whose weight gives no number has `assumedItems`. */
export const weights: ReadonlyMap<string, Weight> = new Map(
  Object.entries({
    'Query.node': { calls: (args: Arguments) => callsOfNode(args('id')) },
    'Query.nodes': { ...perId('ids', 100), calls: (args: Arguments) => listOf(args('ids')).slice(0, 100).reduce<number>((sum, id) => sum + callsOfNode(id), 0) },
    'Query.sources': free,
    'Query.viewer': free,
    'Viewer.dvids': calls(1),
    'Query.aip': calls(1),
    'Query.aips': perId('packageIds', maxFirst),
    'Query.fileplan': upstreamPage,
    'Query.searchConfigs': calls(1),
    'Query.searchConfig': calls(1),
    // The configuration first, when it is not in the cache.
    'Query.search': { ...upstreamPage, calls: (args: Arguments) => 1 + pagesOf(args) },
    'Query.archive': free,
    'Query.dissemination': calls(1),
    'Query.disseminations': ledgerPage,
    'Query.submission': calls(1),
    'Query.submissions': ledgerPage,
    'Aip.parent': calls(1),
    'Aip.children': upstreamPage,
    'Aip.archive': free,
    'Aip.disseminations': ledgerPage,
    'BreadcrumbEntry.aip': calls(1),
    'SearchResult.aip': free,
    'Archive.aip': linkedAip,
    'Archive.submission': calls(1),
    'Archive.disseminations': ledgerPage,
    'Dissemination.archive': free,
    'Dissemination.aip': linkedAip,
    'Dissemination.submission': calls(1),
    'Submission.archive': free,
    // The uploads of all files of a submission are read at once.
    'SubmissionFile.upload': free,
    'SubmissionEvent.submission': free,
    'DisseminationEvent.dissemination': free,
    'RequestDisseminationPayload.dissemination': free,
    'RequestDisseminationResult.dissemination': free,
    'Mutation.requestDissemination': calls(callsOfOrder),
    'Mutation.requestDisseminations': { calls: (args: Arguments) => callsOfOrder * requestsOf(args), items: requestsOf },
    'RequestDisseminationsPayload.results': free,
    // DVIDS's lists are read from their start, a hundred at a time; the cache is not counted on.
    'Query.dvidsCountries': wholeList,
    'Query.dvidsServiceUnit': calls(1),
    'Query.dvidsServiceUnits': upstreamPage,
    'Query.dvidsAuthor': calls(1),
    'Query.dvidsAuthors': upstreamPage,
    'Query.dvidsPublications': upstreamPage,
    'Query.dvidsGraphicCategories': upstreamPage,
    'DvidsServiceUnit.authors': upstreamPage,
    'DvidsAuthor.serviceUnits': pair,
    'DvidsPublication.serviceUnit': calls(1),
    // A doubtful creation is repeated, and looked for in the upstream's list.
    'Mutation.createSubmission': calls(3),
    'CreateSubmissionPayload.submission': free,
    // Whatever is done to a submission: one more where it is not known here. A look, a deletion and a registration more where the first one's answer was lost.
    'Mutation.registerSubmissionFile': calls(5),
    'RegisterSubmissionFilePayload.submission': free,
    'RegisterSubmissionFilePayload.upload': free,
    'Mutation.finalizeSubmission': calls(4),
    'FinalizeSubmissionPayload.submission': free,
    'Mutation.deleteSubmission': calls(2),
    'DeleteSubmissionPayload.submission': free,
    'Mutation.deleteSubmissionFile': calls(2),
    'DeleteSubmissionFilePayload.submission': free,
    'Mutation.recordSubmissionEvent': calls(2),
    'RecordSubmissionEventPayload.submission': free,
    // The batch and its closing; of an asset upload, VIRIN, creation and a look.
    'Mutation.submitDvidsBatch': { calls: (args: Arguments) => 4 + 5 * assetsOf(args), items: assetsOf },
    'Mutation.publishToDvids': calls(12),
    'PublishToDvidsPayload.batch': calls(1),
    'PublishToDvidsPayload.upload': calls(1),
    'SubmitDvidsBatchPayload.batch': calls(1),
    'SubmitDvidsBatchPayload.assets': free,
    'SubmitDvidsAsset.upload': calls(1),
    // As step by step: creation, files, finalize; an event is a call.
    'Mutation.submitSip': { calls: (args: Arguments) => 6 + 4 * inputLength(args, 'files') + inputLength(args, 'events'), items: (args) => inputLength(args, 'files') },
    'SubmitSipPayload.submission': calls(1),
    'SubmitSipPayload.files': free,
    'SubmitSipFile.upload': free,
    'Query.dvidsBatch': calls(callsOfBatch),
    'Query.dvidsBatches': ledgerPage,
    'Query.dvidsPhotoDuplicates': calls(1),
    'DvidsBatch.assets': calls(1),
    'DvidsBatch.uploads': calls(1),
    'DvidsNewsMedia.asset': calls(1),
    'DvidsGraphic.category': calls(1),
    'DvidsPublicationIssue.publication': calls(1),
    'DvidsPublicationIssue.serviceUnit': calls(2),
    'DvidsPublicationIssue.upload': calls(1),
    'DvidsPhoto.authors': pair,
    'DvidsPhoto.serviceUnit': calls(1),
    'DvidsPhoto.upload': calls(1),
    'DvidsVideo.authors': pair,
    'DvidsVideo.serviceUnit': calls(1),
    'DvidsVideo.upload': calls(1),
    'DvidsNews.authors': pair,
    'DvidsNews.serviceUnit': calls(1),
    'DvidsGraphic.authors': pair,
    'DvidsGraphic.serviceUnit': calls(1),
    'DvidsGraphic.upload': calls(1),
    'DvidsBatchEvent.batch': free,
    'DvidsBatchEvent.asset': calls(1),
    'Subscription.dvidsBatchUpdated': calls(1),
    'Mutation.createDvidsBatch': calls(1),
    'CreateDvidsBatchPayload.batch': free,
    // A second look where DVIDS answers without a body, or that it is closed already.
    'Mutation.closeDvidsBatch': calls(3),
    'CloseDvidsBatchPayload.batch': free,
    'Mutation.createDvidsUpload': calls(2),
    'CreateDvidsUploadPayload.upload': free,
    'Mutation.createDvidsMultipartUpload': calls(2),
    'CreateDvidsMultipartUploadPayload.upload': free,
    'Mutation.createDvidsUploadPart': calls(1),
    'Mutation.completeDvidsMultipartUpload': calls(1),
    'CompleteDvidsMultipartUploadPayload.upload': free,
    'Mutation.generateDvidsVirin': calls(1),
    'Mutation.attachDvidsNewsMedia': calls(3),
    'AttachDvidsNewsMediaPayload.batch': free,
    'Mutation.createDvidsPhoto': calls(callsOfAsset),
    'CreateDvidsPhotoPayload.batch': free,
    'Mutation.createDvidsVideo': calls(callsOfAsset),
    'CreateDvidsVideoPayload.batch': free,
    'Mutation.createDvidsNews': calls(callsOfAsset),
    'CreateDvidsNewsPayload.batch': free,
    'Mutation.createDvidsGraphic': calls(callsOfAsset),
    'CreateDvidsGraphicPayload.batch': free,
    'Mutation.createDvidsPublicationIssue': calls(callsOfAsset),
    'CreateDvidsPublicationIssuePayload.batch': free,
    'Mutation.updateDvidsPhoto': calls(callsOfAsset),
    'UpdateDvidsPhotoPayload.batch': free,
    'Mutation.deleteDvidsPhoto': calls(2),
    'DeleteDvidsPhotoPayload.batch': free,
    'Mutation.updateDvidsGraphic': calls(callsOfAsset),
    'UpdateDvidsGraphicPayload.batch': free,
    'Mutation.deleteDvidsGraphic': calls(2),
    'DeleteDvidsGraphicPayload.batch': free,
    'Mutation.updateDvidsPublicationIssue': calls(callsOfAsset),
    'UpdateDvidsPublicationIssuePayload.batch': free,
    'Mutation.deleteDvidsPublicationIssue': calls(2),
    'DeleteDvidsPublicationIssuePayload.batch': free,
    'Mutation.connectDvids': calls(1),
    'Mutation.disconnectDvids': calls(1),
    'Query.upload': calls(1),
    'UploadProgress.upload': free,
    'Subscription.uploadProgressed': calls(1),
    // What is watched may have to be taken in first.
    'Subscription.disseminationUpdated': calls(1),
    'Subscription.disseminationsUpdated': free,
    'Subscription.submissionUpdated': calls(1),
    'Subscription.submissionsUpdated': free,
  } satisfies Record<string, Weight>),
);

/** Whether a text is the global id of a batch, which takes more calls than other things do. */
export function isBatchId(id: unknown): boolean {
  return typeof id === 'string' && decodeNodeId(id)?.type === 'DvidsBatch';
}

function callsOfNode(id: unknown): number {
  return isBatchId(id) ? callsOfBatch : 1;
}

/** How many items a page has at most: `first`, else `last`, else the default. */
function pageItems(args: Arguments): number {
  const [first, last] = [sizeOf(args('first')), sizeOf(args('last'))];
  return first === undefined ? (last ?? defaultFirst) : Math.min(first, last ?? first);
}

/** How many upstream pages a page takes: see `pagesFor`, which needs one more where it begins anywhere; from the end, one more to see where that is. */
function pagesOf(args: Arguments): number {
  const [first, last] = [sizeOf(args('first')), sizeOf(args('last'))];
  const anywhere = args('after') != null || args('before') != null;
  const fromEnd = first === undefined && last !== undefined;
  const pages = Math.max(1, Math.ceil((first ?? last ?? defaultFirst) / maxPageSize));
  return pages + (anywhere || fromEnd ? 1 : 0) + (fromEnd && args('before') == null ? 1 : 0);
}

/** A size as it will be taken; one that will be refused costs nothing more than the most. */
function sizeOf(value: unknown): number | undefined {
  return typeof value === 'number' ? Math.min(Math.max(value, 0), maxFirst) : undefined;
}

/** A list, or the one thing that stands for a list of one. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function lengthOf(value: unknown): number {
  return listOf(value).length;
}

function requestsOf(args: Arguments): number {
  return inputLength(args, 'requests');
}

function assetsOf(args: Arguments): number {
  return ['photos', 'videos', 'news', 'graphics', 'publicationIssues'].reduce((sum, list) => sum + inputLength(args, list), 0);
}

/** How long a list inside the input is; 1 where there is none. */
function inputLength(args: Arguments, field: string): number {
  const input = args('input');
  return typeof input === 'object' && input !== null && field in input ? lengthOf(Reflect.get(input, field)) : 1;
}
