/** The places of a network: every sublayer of every stack, in the order the data passes them. */
import { architectures } from './architecture/index.ts';
import type { ModelConfig, Place } from './types.ts';

/** What the shape of a network depends on. */
export type NetworkShape = Pick<ModelConfig, 'architecture' | 'nLayers' | 'nEncoderLayers' | 'dModel' | 'nHeads'>;

export function placesOf(config: NetworkShape): readonly Place[] {
  const stacks = architectures.get(config.architecture).stacks(config);
  const depthOf = (side: Place['stack']) => stacks.find(({ id }) => id === side)?.depth ?? 0;
  const shared = {
    encoderDepth: depthOf('encoder'),
    decoderDepth: depthOf('decoder'),
    dModel: config.dModel,
    dHead: config.dModel / config.nHeads,
  };
  return stacks.flatMap(({ id, prefix, depth, sublayers }) =>
    Array.from({ length: depth * sublayers.length }, (_, index) => {
      const layer = Math.floor(index / sublayers.length);
      const sublayer = sublayers[index % sublayers.length] as Place['sublayer'];
      const block = `${prefix}layers.${layer}`;
      const count = depth * sublayers.length;
      return { stack: id, layer, depth, sublayer, index, count, ...shared, key: `${block}.${sublayer}`, block };
    }),
  );
}
