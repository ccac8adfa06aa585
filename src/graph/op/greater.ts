import { binary } from './make-binary.ts';

/** 1 where a > b, else 0, as a float. */
export const greaterOp = binary({
  id: 'greater',
  onnx: 'Greater',
  f: (a, b) => (a > b ? 1 : 0),
  gradient: 'none',
  emit: (emitter, node) => {
    const [mask] = emitter.emit('Greater', node.inputs.map(emitter.name)) as [string];
    emitter.emit('Cast', [mask], { attributes: { to: 1 }, outputs: emitter.outputs(node) });
  },
});
