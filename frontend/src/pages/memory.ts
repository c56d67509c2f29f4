/** Small things this browser remembers. Where storage is forbidden or full, it forgets without a word. */

const PREFIX = "backlot:";

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Forgetting is fine: everything kept here is a convenience.
  }
}

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // See above.
  }
}
