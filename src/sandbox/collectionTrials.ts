/** How the order of a trial package goes. */
export type Trial = {
  /** Handle in `Collection.examples`. */
  handle: 'notPreserved' | 'unknownToDps' | 'foreignContract' | 'huge' | 'failing' | 'rejected' | 'unrecognised';
  /** Title of the package; says what to expect. */
  title: string;
  /** The same in a sentence, as metadata field `dps:note`. */
  note: string;
  /** Declared size where it shall not be that of the files. */
  sizeInBytes?: bigint;
  /** The statuses that an order passes, where they are not the usual ones. */
  course?: string[];
};

const begun = ['RECEIVED', 'QUEUED', 'DOWNLOADING_FROM_REPOSITORY'];

const three = (handle: Trial['handle'], title: string, note: string): Trial[] =>
  ['first', 'second', 'third'].map((which) => ({ handle, title: `${title} (${which})`, note }));

/** The fonds of orders that do not go the usual way, so that a person can find one of each. */
export const trials: Trial[] = [
  ...three('notPreserved', 'Not preserved yet', 'DPS answers an order with 422: the package is there, but not preserved'),
  ...three('unknownToDps', 'Unknown to DPS', 'DPS answers an order with 404: it has no such archive'),
  ...three('foreignContract', 'Under a contract that is not ours', 'DPS answers an order with 403: our client has no role for the contract'),
  { handle: 'huge', title: 'Very large: web harvest', note: 'sumSizeInBytes is 12345678987654321, above 2^53', sizeInBytes: 12_345_678_987_654_321n },
  { handle: 'huge', title: 'Very large: newspaper scans', note: 'sumSizeInBytes is 9007199254740993, which is 2^53 + 1', sizeInBytes: 9_007_199_254_740_993n },
  { handle: 'huge', title: 'Large: film scans', note: 'sumSizeInBytes is 1649267441664, that is 1.5 TiB', sizeInBytes: 1_649_267_441_664n },
  { handle: 'failing', title: 'Retrieval fails at the fixity check', note: 'an order ends FAILED', course: [...begun, 'FIXITY_CHECK', 'FAILED'] },
  { handle: 'rejected', title: 'Retrieval is rejected', note: 'an order ends REJECTED', course: ['RECEIVED', 'REJECTED'] },
  {
    handle: 'unrecognised', title: 'Retrieval passes a status that nobody documented', note: 'an order passes WAITING_FOR_TAPE and is delivered',
    course: ['RECEIVED', 'QUEUED', 'WAITING_FOR_TAPE', 'DOWNLOADING_FROM_REPOSITORY', 'FIXITY_CHECK', 'UPLOADING_TO_S3', 'DISSEMINATED'],
  },
];
