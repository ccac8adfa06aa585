/** What the page keeps for its next visit; a browser that keeps nothing is fine too. */

const prefix = 'normlab.';

export function remembered(key: string, store: () => Storage = () => localStorage): string | null {
  try {
    return store().getItem(prefix + key);
  } catch {
    return null;
  }
}

/** @returns whether it was kept. */
export function remember(key: string, value: string, store: () => Storage = () => localStorage): boolean {
  try {
    store().setItem(prefix + key, value);
    return true;
  } catch {
    return false;
  }
}

export function forget(key: string, store: () => Storage = () => localStorage): void {
  try {
    store().removeItem(prefix + key);
  } catch {
    // Nothing was kept.
  }
}

export const thisTab = (): Storage => sessionStorage;
