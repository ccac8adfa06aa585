/** What a sitting found, as it is written to JSON. */
import { availableParallelism, cpus } from 'node:os';
import { curvesOf } from './curves.mjs';
import { profilesOf } from './profiles.mjs';
import { rowsOf } from './rows.mjs';
import { summaryOf } from './summary.mjs';

export function resultOf(notes, { quick, rounds, steps, shapes }) {
  const { batch, heads, vocab } = shapes[0];
  const { entries } = notes;
  const versions = Object.fromEntries(entries.filter(({ version }) => version).map(({ engine, version }) => [engine, version]));
  const absent = Object.fromEntries(entries.filter(({ engine }) => !versions[engine]).map(({ engine, missing }) => [engine, missing]));
  const rows = rowsOf(notes);
  return {
    ceilings: [...notes.ceilings].map(([threads, rates]) => ({ threads, ...rates })),
    ...(notes.ceilingMissing !== null && { ceilingMissing: notes.ceilingMissing }),
    flops: 'matrix products of the forward pass × 3, attention in full (T × T), head included',
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.versions.node },
    versions,
    absent,
    settings: { quick, rounds, steps, batch, heads, vocab },
    summary: summaryOf(rows),
    rows,
    curves: curvesOf(notes),
    profiles: profilesOf(notes),
  };
}
