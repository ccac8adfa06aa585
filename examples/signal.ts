/** Gradients at initialisation by depth, in the theory setting of Xiong et al. 2020. With Node 22.18 or newer: node examples/signal.ts */
import { signal } from 'normlab';

const { arms } = await signal({ arms: ['post', 'pre', 'sandwich'], setting: 'xiong', depths: [2, 4, 8], width: 32, seeds: 4 });

for (const { id, slope, depths } of arms) {
  const norms = depths.map(({ depth, lastFfnGradNorm }) => `depth ${depth}: ${lastFfnGradNorm.mean.toFixed(3)}`);
  console.log(`${id}: ${norms.join(', ')}; slope ${slope?.toFixed(2)}`);
}
