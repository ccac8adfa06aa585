/** Where the page is: a view and its state, both in the address behind the #, so that a link or a reload brings everything back. */
import { effect, type Signal, signal } from '@preact/signals';

export const views = ['race', 'signal', 'anatomy', 'compose', 'claims', 'checkpoint'] as const;
export type View = (typeof views)[number];

export interface Route {
  readonly view: View;
  readonly query: URLSearchParams;
}

const first: View = 'race';

export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { view: views.find((view) => view === path) ?? first, query: new URLSearchParams(query) };
}

export const route = signal<Route>(readRoute(location.hash));

/** What each view had in its address when it was left. */
const left = new Map<View, string>();

const text = (view: View, query: string): string => `#/${view}${query ? `?${query}` : ''}`;

export const linkTo = (view: View): string => text(view, left.get(view) ?? '');

/** Keeps the state of the view that is open in the address; no new entry in the history. */
export function writeQuery(view: View, query: URLSearchParams): void {
  left.set(view, query.toString());
  if (route.peek().view !== view) return;
  const next = text(view, query.toString());
  if (next === location.hash) return;
  try {
    history.replaceState(null, '', next);
  } catch {
    // Safari refuses more than a hundred of these in half a minute: the next change brings this one along.
  }
}

/** The state of a view, in step with its address. */
export function inAddress<T>(view: View, fromQuery: (query: URLSearchParams) => T, toQuery: (state: T) => URLSearchParams): Signal<T> {
  const { view: opened, query: given } = route.peek();
  const state = signal(fromQuery(opened === view ? given : new URLSearchParams()));
  effect(() => writeQuery(view, toQuery(state.value)));
  effect(() => {
    const { view: now, query } = route.value;
    if (now === view && query.toString() !== toQuery(state.peek()).toString()) state.value = fromQuery(query);
  });
  return state;
}

/** Opens a view, with a state of its own if given. */
export function open(view: View, query?: URLSearchParams): void {
  if (query) left.set(view, query.toString());
  location.hash = linkTo(view);
}

addEventListener('hashchange', () => {
  route.value = readRoute(location.hash);
});
