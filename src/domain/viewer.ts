/** Who asks: what every answer, cache key and cursor is bound to. */
export interface Viewer {
  /** The token's `sub`, or `local` where the gateway is open. */
  readonly subject: string;
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
  return holds(viewer, contractId, 'R');
}

/** Whether the caller may submit under a DPS contract: role `{contractId}_W`. */
export function mayWrite(viewer: Viewer, contractId: string | null): boolean {
  return holds(viewer, contractId, 'W');
}

/** The contracts a caller has any role for, by id in the letter case of the role, in a stable order. */
export function contractsOf(viewer: Viewer): { contractId: string; read: boolean; write: boolean }[] {
  const contracts = new Map<string, { contractId: string; read: boolean; write: boolean }>();
  for (const role of viewer.roles) {
    const [, contractId, right] = /^([0-9a-f]{4})_([RW])$/i.exec(role) ?? [];
    if (!contractId || !right) continue;
    const known = contracts.get(contractId.toLowerCase()) ?? { contractId, read: false, write: false };
    contracts.set(contractId.toLowerCase(), { ...known, ...(right.toUpperCase() === 'R' ? { read: true } : { write: true }) });
  }
  return [...contracts.values()].toSorted((a, b) => a.contractId.localeCompare(b.contractId));
}

function holds(viewer: Viewer, contractId: string | null, right: 'R' | 'W'): boolean {
  if (viewer.everyRole) return true;
  if (contractId === null) return false;
  return [contractId, contractId.toLowerCase(), contractId.toUpperCase()].some((id) => viewer.roles.has(`${id}_${right}`));
}
