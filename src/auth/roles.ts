/**
 * The role names that a claim of a token holds: a list of texts, or one text with names apart by spaces or commas. Everything
 * else is no role. `claim` is the claim's name, or a path whose dots lead into objects (`realm_access.roles`); a claim whose
 * very name holds dots (`https://example.org/roles`) comes first.
 */
export function rolesIn(claims: Readonly<Record<string, unknown>>, claim: string): ReadonlySet<string> {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : claim.split('.').reduce<unknown>(below, claims);
  const names = typeof value === 'string' ? value.split(/[\s,]+/) : Array.isArray(value) ? value : [];
  return new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''));
}

function below(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;
}
