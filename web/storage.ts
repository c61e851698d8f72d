/**
 * What the explorer remembers in this browser (open tabs, theme, sizes), under names of our own:
 * another GraphiQL that was served from the same host and port must not bring its tabs here.
 */
export const storage = {
  get length() {
    return ownKeys().length;
  },
  key: (index: number) => ownKeys()[index] ?? null,
  getItem: (name: string) => localStorage.getItem(PREFIX + name),
  setItem: (name: string, value: string) => localStorage.setItem(PREFIX + name, value),
  removeItem: (name: string) => localStorage.removeItem(PREFIX + name),
  clear: () => {
    for (const key of ownKeys()) localStorage.removeItem(PREFIX + key);
  },
};

const PREFIX = 'fonds:';

function ownKeys(): string[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length));
}

/** True when this browser has no tabs of an earlier visit. */
export function isFirstVisit(): boolean {
  return storage.getItem('graphiql:tabState') === null;
}
