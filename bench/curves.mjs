/** The proof that all do the same work: loss curves from the same weights and batches, compared and drawn over one another. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { draw } from '../dist/chart/frame.js';
import { extent } from '../dist/chart/scale.js';
import { armColor } from '../dist/chart/theme.js';
import { isOurs } from './contestants.mjs';
import { nameOf } from './work.mjs';

/**
 * In nats. Rounding moves the losses of a dozen steps by 1e-6 to 3e-6; the least of the formulas that were changed on purpose (an
 * epsilon of 1e-6 in LayerNorm) by 2e-5.
 */
export const tolerance = 1e-5;

/** Every curve with its greatest difference in nats from the first of ours, over the steps that both ran. */
export function curvesOf({ entries }) {
  const run = entries.filter(({ losses }) => losses.length > 0);
  return run.map(({ shape, engine, threads, diagnostics, losses }) => {
    const reference = run.find((one) => one.shape === shape && isOurs(one.engine));
    const maxDifference = reference ? greatestDifference(losses, reference.losses) : null;
    return { depth: shape.depth, width: shape.width, context: shape.context, engine, threads, diagnostics, maxDifference, losses };
  });
}

const greatestDifference = (a, b) => Math.max(...a.slice(0, b.length).map((loss, step) => Math.abs(loss - b[step])));

/** A loss that is no number differs. */
export const disagreeing = (curves) => curves.filter(({ maxDifference }) => maxDifference !== null && !(maxDifference <= tolerance));

/** The lower a curve lies in this list, the thinner it is drawn: one that coincides with those before it is seen on them. */
const strokes = {
  native: { color: 0, strokeWidth: 9, opacity: 0.3 },
  'ort-node': { color: 3, strokeWidth: 6.5, opacity: 0.4 },
  'ort-wasm': { color: 4, strokeWidth: 5.5, opacity: 0.6 },
  pytorch: { color: 1, strokeWidth: 4.5, opacity: 0.7 },
  'tfjs-wasm': { color: 2, strokeWidth: 2.5, opacity: 1 },
  'jax-js-wasm': { color: 7, strokeWidth: 2.5, opacity: 1, dash: '2 4' },
};

/** One figure for each shape: { name, svg }. Of an engine the first curve is drawn; the others are in the table. */
export function figures(curves) {
  const { document } = parseHTML('<html><body></body></html>');
  return [...new Set(curves.map(nameOf))].map((name) => {
    const own = curves.filter((curve) => nameOf(curve) === name);
    const drawn = Object.keys(strokes).flatMap((engine) => own.find((curve) => curve.engine === engine) ?? []);
    return { name, svg: figure(document, drawn) };
  });
}

function figure(document, curves) {
  const [{ depth, width, context }] = curves;
  const longest = Math.max(...curves.map(({ losses }) => losses.length));
  return draw({
    document,
    title: `Training loss at depth ${depth}, width ${width}, context ${context}`,
    description: `Curves of ${curves.map(({ engine }) => engine).join(', ')} from the same weights and batches, drawn over one another.`,
    heading: `Depth ${depth}, width ${width}, context ${context}: same weights, same batches`,
    legend: curves.map(({ engine }) => ({ label: engine, sign: 'line', ...lineOf(engine) })),
    x: { label: 'step', type: 'linear', domain: [1, Math.max(2, longest)], whole: true },
    y: { label: 'training loss, nats per token', type: 'linear', domain: extent(curves.flatMap(({ losses }) => losses)) },
    marks: curves.map(({ engine, losses }) => {
      const { color: stroke, strokeWidth, opacity, dash } = lineOf(engine);
      const points = losses.map((loss, at) => [at + 1, loss]);
      return Plot.line(points, { stroke, strokeWidth, strokeOpacity: opacity, strokeDasharray: dash, marker: null });
    }),
  });
}

const lineOf = (engine) => ({ ...strokes[engine], color: armColor(strokes[engine].color) });
