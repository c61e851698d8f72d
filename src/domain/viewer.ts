/** Who asks: what every answer, cache key and cursor is bound to. */
export interface Viewer {
  /** The token's `sub`, or `local` where the gateway is open. */
  readonly subject: string;
  /** By what people know the caller, where the token says; for pages that people read, never to decide by. */
  readonly name?: string;
  /** Role names as the token carries them. */
  readonly roles: ReadonlySet<string>;
  /** True for the one local caller of an open gateway: every role, every contract. */
  readonly everyRole: boolean;
  /** The caller's own bearer token, to be passed on where a source forwards it; null when there is none. */
  readonly token: string | null;
  /** When the token ends (epoch ms), or null. */
  readonly expiresAt: number | null;
}

/** The one caller of an open gateway. */
export const localViewer: Viewer = { subject: 'local', roles: new Set(), everyRole: true, token: null, expiresAt: null };

/** Whether the caller may read, order and watch under a DPS contract: role `{contractId}_R` (nb-dps.md §2), letter case aside (§3). */
export function mayRead(viewer: Viewer, contractId: string | null): boolean {
  return holds(viewer, contractId, 'read');
}

/** Whether the caller may submit under a DPS contract: role `{contractId}_W`. */
export function mayWrite(viewer: Viewer, contractId: string | null): boolean {
  return holds(viewer, contractId, 'write');
}

/** What a caller may do under one contract. */
export interface ContractRights {
  /** In the letter case of the role. */
  readonly contractId: string;
  readonly read: boolean;
  readonly write: boolean;
}

/** Whether the caller bears one of these roles. */
export function bearsAny(viewer: Viewer, roles: readonly string[]): boolean {
  return viewer.everyRole || roles.some((role) => viewer.roles.has(role));
}

/** The contracts a caller has any role for, in a stable order. */
export function contractsOf(viewer: Viewer): ContractRights[] {
  return [...rightsOf(viewer.roles).values()].toSorted((a, b) => a.contractId.localeCompare(b.contractId));
}

function holds(viewer: Viewer, contractId: string | null, right: 'read' | 'write'): boolean {
  if (viewer.everyRole) return true;
  return contractId !== null && rightsOf(viewer.roles).get(contractId.toLowerCase())?.[right] === true;
}

/** Roles are read once for each caller, whom tokens keep for as long as they hold. */
const known = new WeakMap<Viewer['roles'], ReadonlyMap<string, ContractRights>>();

/** Rights by contract id in lower case. */
function rightsOf(roles: Viewer['roles']): ReadonlyMap<string, ContractRights> {
  const read = known.get(roles) ?? readRoles(roles);
  known.set(roles, read);
  return read;
}

function readRoles(roles: Viewer['roles']): ReadonlyMap<string, ContractRights> {
  const contracts = new Map<string, ContractRights>();
  for (const role of roles) {
    const [, contractId, right] = /^([0-9a-fA-F]{4})_([RW])$/.exec(role) ?? [];
    if (!contractId) continue;
    const so = contracts.get(contractId.toLowerCase()) ?? { contractId, read: false, write: false };
    contracts.set(contractId.toLowerCase(), { ...so, ...(right === 'R' ? { read: true } : { write: true }) });
  }
  return contracts;
}
