/** Two arms on a toy task: who is better, and how sure is that? With Node 22.18 or newer: node examples/compare.ts */
import { compare } from 'normlab';

const { arms, pairs } = await compare({
  arms: ['post', 'pre'],
  task: 'copy',
  model: { nLayers: 2, dModel: 16, nHeads: 2, seqLen: 8 },
  steps: 30,
  seeds: 3,
});
for (const { id, lr, warmup, evalLoss } of arms) console.log(id, lr, warmup, evalLoss.mean);
for (const { a, b, difference, low, high, verdict } of pairs) console.log(`${a} - ${b}`, difference, [low, high], verdict);
