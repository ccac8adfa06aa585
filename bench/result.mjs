/** What a sitting found, as it is written to JSON. */
import { availableParallelism, cpus } from 'node:os';
import { curvesOf } from './curves.mjs';
import { profilesOf } from './profiles.mjs';
import { ceilingGflops, rowsOf } from './rows.mjs';

export function resultOf(notes, { quick, rounds, steps, shapes }) {
  const { context, batch, heads, vocab } = shapes[0];
  const ceilings = [...notes.ceilings].map(([threads, gflops]) => ({ threads, gflops }));
  const versions = Object.fromEntries(notes.entries.filter(({ version }) => version).map(({ engine, version }) => [engine, version]));
  return {
    ceilingGflops: ceilingGflops(notes),
    ...(notes.ceilingMissing !== null && { ceilingMissing: notes.ceilingMissing }),
    ceilings,
    flops: 'matrix products of the forward pass × 3, attention in full (T × T), head included',
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.versions.node },
    versions,
    settings: { quick, rounds, steps, context, batch, heads, vocab },
    rows: rowsOf(notes),
    curves: curvesOf(notes),
    profiles: profilesOf(notes),
  };
}
