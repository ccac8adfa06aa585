/** Where the page is: a view and its state, all of it in the address behind the #. */
import { signal } from '@preact/signals';

export const views = ['overview', 'run', 'compare', 'study', 'start'] as const;
export type View = (typeof views)[number];

export interface Route {
  readonly view: View;
  readonly query: URLSearchParams;
}

export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { view: views.find((view) => view === path) ?? 'overview', query: new URLSearchParams(query) };
}

export const route = signal<Route>(readRoute(location.hash));

/** Names and values of a view's state; what is empty is left out. */
export type State = Readonly<Record<string, string | number | undefined>>;

export function linkTo(view: View, state: State = {}): string {
  const query = new URLSearchParams(filled(state)).toString();
  return `#/${view}${query ? `?${query}` : ''}`;
}

/** Changes the state of the open view in its address; no new entry in the history. */
export function patch(state: State): void {
  const { view, query } = route.peek();
  const next = linkTo(view, { ...Object.fromEntries(query), ...state });
  if (next === location.hash) return;
  history.replaceState(null, '', next);
  route.value = readRoute(next);
}

const filled = (state: State): [string, string][] =>
  Object.entries(state).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]));

addEventListener('hashchange', () => {
  route.value = readRoute(location.hash);
});
