/** What a view asks of the server, asked again when its reason changes; the last answer stays until the next one has come. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Told } from '../../../src/serve/dashboard/wire.ts';
import { get, toldOf } from './api.ts';

export interface Asked<T> {
  readonly value?: T;
  readonly problem?: Told;
}

const ask = <T>(path: string): Promise<Asked<T>> =>
  get<T>(path).then(
    (value) => ({ value }),
    (error: unknown) => ({ problem: toldOf(error) }),
  );

/** Between two questions of the same view, milliseconds: a running run changes every moment. */
const gapMs = 1500;

/** @param reason asks anew when it changes. @param path none: nothing is asked. */
export function useAsked<T>(path: string | undefined, reason: unknown): Asked<T> {
  const [asked, setAsked] = useState<Asked<T> & { readonly path?: string }>({});
  const last = useRef({ path: '', at: 0 });
  const wanted = useRef(path);
  wanted.current = path;
  useEffect(() => {
    if (path === undefined) return undefined;
    const wait = last.current.path === path ? Math.max(0, last.current.at + gapMs - Date.now()) : 0;
    const timer = setTimeout(async () => {
      last.current = { path, at: Date.now() };
      const answer = await ask<T>(path);
      if (wanted.current === path) setAsked({ ...answer, path });
    }, wait);
    return () => clearTimeout(timer);
  }, [path, reason]);
  return asked.path === path ? asked : {};
}

/** The same for a changing number of questions. */
export function useAllAsked<T>(paths: readonly string[], reason: unknown): ReadonlyMap<string, Asked<T>> {
  const [answers, setAnswers] = useState<ReadonlyMap<string, Asked<T>>>(new Map());
  const last = useRef({ key: '', at: 0 });
  const key = paths.join();
  const wanted = useRef(key);
  wanted.current = key;
  useEffect(() => {
    const wait = last.current.key === key ? Math.max(0, last.current.at + gapMs - Date.now()) : 0;
    const timer = setTimeout(async () => {
      last.current = { key, at: Date.now() };
      const made = await Promise.all(paths.map(async (path) => [path, await ask<T>(path)] as const));
      if (wanted.current === key) setAnswers(new Map(made));
    }, wait);
    return () => clearTimeout(timer);
  }, [key, reason]);
  return answers;
}
