/** Suites that every engine takes its turn in. */
import { describe, it } from 'vitest';
import { engines } from '../../src/engine/index.node.ts';
import type { EngineDefinition } from '../../src/engine/types.ts';

/** All but the one of a GPU, which needs an adapter: test/webgpu has its turn. */
export const testedEngines: readonly string[] = engines.ids.filter((id) => id !== 'ort-node-webgpu');

/** Why engines cannot run here, in their own words. Where CI is set none is passed over: what cannot run there fails. */
const missing = new Map<string, string>();
if (!process.env.CI)
  for (const id of testedEngines)
    await engines
      .get(id)
      .check?.()
      .catch(({ message }: Error) => missing.set(id, message));

/** What runs where nobody says which: as the program finds it. */
export const fastest: EngineDefinition = engines.members.find(({ id }) => !missing.has(id)) as EngineDefinition;

type Titled = readonly [title: string, skipped: boolean];

/** `%s` of a title is the engine; one that is passed over says why. */
function titled(title: string, id: string): Titled {
  const reason = missing.get(id);
  const whole = title.replace('%s', id);
  return [reason === undefined ? whole : `${whole} (${reason})`, reason !== undefined];
}

/** A block of tests for each of these engines. */
export function describeEngines(ids: readonly string[], title: string, body: (definition: EngineDefinition) => void): void {
  for (const id of ids) {
    const [whole, skipped] = titled(title, id);
    describe.skipIf(skipped)(whole, () => body(engines.get(id)));
  }
}

/** A test for each of these engines. */
export function itEngines(ids: readonly string[], title: string, body: (id: string) => Promise<void>): void {
  for (const id of ids) {
    const [whole, skipped] = titled(title, id);
    it.skipIf(skipped)(whole, () => body(id));
  }
}
