/** Requests to the server. What it refuses comes back as a sentence of the catalogue. */
import { signal } from '@preact/signals';
import type { MessageKey } from 'normlab/web';
import type { Session, Told } from '../../../src/serve/dashboard/wire.ts';

class Refused extends Error {
  constructor(readonly told: Told) {
    super(told.key);
  }
}

/** What is told of a question that failed. */
export const toldOf = (error: unknown): Told => (error instanceof Refused ? error.told : { key: 'dash.error.lost', values: {} });

/** Why nothing can be asked any more. */
export const trouble = signal<MessageKey | undefined>(undefined);

let session: Promise<Session> | undefined;
export const sessionOf = (): Promise<Session> => {
  session ??= get<Session>('/api/session');
  session.catch(() => {
    session = undefined;
  });
  return session;
};

export const get = <T>(path: string): Promise<T> => ask<T>(path, {});

export async function post<T>(path: string, body: object): Promise<T> {
  const { token } = await sessionOf();
  const headers = { 'Content-Type': 'application/json', 'X-Normlab-Token': token };
  return ask<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await fetch(path, init).catch(() => undefined);
  trouble.value = answer === undefined ? 'dash.error.lost' : answer.status === 401 ? 'dash.error.locked' : undefined;
  if (answer?.ok) return (await answer.json()) as T;
  throw new Refused(await toldBy(answer));
}

async function toldBy(answer: Response | undefined): Promise<Told> {
  const value = (await answer?.json().catch(() => undefined)) as { readonly error?: Told } | undefined;
  return value?.error ?? { key: answer?.status === 401 ? 'dash.error.locked' : 'dash.error.lost', values: {} };
}
