/** The step in TensorFlow.js on its WASM backend, with its own automatic gradients and its own Adam. */
import { question, say, timeSteps } from '../step/loop.mjs';
import { installed } from './installed.mjs';
import { readWeights } from './read-weights.mjs';

const asked = question();
const { shape, adamW } = asked;
const { depth, width, heads, context, batch, vocab } = shape;
const [tokensInAll, headWidth] = [batch * context, width / heads];

const tf = await installed('@tensorflow/tfjs');
await installed('@tensorflow/tfjs-backend-wasm');
await tf.setBackend('wasm');

const isMatrix = (variable) => variable.shape.length >= 2;
/** Weights of products lie as [in, out] here, as in its own dense layer; tables are read as they are. */
const isProduct = (key) => /(qkv|out|fc1|fc2|head)\.weight$/.test(key);

const variables = new Map(
  [...readWeights(asked.weights)].map(([key, { shape: dims, data }]) => {
    const tensor = tf.tensor(data, dims);
    return [key, tf.variable(isProduct(key) ? tf.transpose(tensor) : tensor, true, key)];
  }),
);

/**
 * [n, in] × [in, out]. Its WASM backend hands plain products of two matrices to XNNPACK and everything transposed or batched to a
 * simple loop. The built-in gradient asks for transposed products; with the transpositions written out it is several times faster.
 */
const product = tf.customGrad((x, w, save) => {
  save([x, w]);
  return {
    value: tf.matMul(x, w),
    gradFunc: (dy, [savedX, savedW]) => [tf.matMul(dy, tf.transpose(savedW)), tf.matMul(tf.transpose(savedX), dy)],
  };
});

const linear = (x, key) => tf.add(product(x, variables.get(`${key}.weight`)), variables.get(`${key}.bias`));

function layerNorm(x, key) {
  const centered = tf.sub(x, tf.mean(x, -1, true));
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centered), -1, true), 1e-5));
  return tf.add(tf.mul(tf.mul(centered, inverse), variables.get(`${key}.weight`)), variables.get(`${key}.bias`));
}

const gelu = (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));

const mask = tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones([context, context]), -1, 0)), -1e9);
const byHead = (x) => tf.transpose(tf.reshape(x, [batch, context, heads, headWidth]), [0, 2, 1, 3]);

function attention(x, key) {
  const [q, k, v] = tf.split(linear(x, `${key}.qkv`), 3, 1).map(byHead);
  const scores = tf.add(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(headWidth)), mask);
  const y = tf.reshape(tf.transpose(tf.matMul(tf.softmax(scores), v), [0, 2, 1, 3]), [tokensInAll, width]);
  return linear(y, `${key}.out`);
}

const feedForward = (x, key) => linear(gelu(linear(x, `${key}.fc1`)), `${key}.fc2`);

const oneHot = (ids) => tf.cast(tf.oneHot(tf.tensor1d(ids, 'int32'), vocab), 'float32');

/** Rows of the embedding by a product with ones and zeros: the gradient of `gather` has no kernel on this backend. */
function embed(tokens) {
  const rows = tf.reshape(product(oneHot(tokens), variables.get('token_embedding.weight')), [batch, context, width]);
  return tf.reshape(tf.add(rows, variables.get('position_embedding.weight')), [tokensInAll, width]);
}

function lossOf({ tokens, targets }) {
  let x = embed(tokens);
  for (let layer = 0; layer < depth; layer++) {
    const [attn, ffn] = [`layers.${layer}.attn`, `layers.${layer}.ffn`];
    x = tf.add(x, attention(layerNorm(x, `${attn}.input_norm`), attn));
    x = tf.add(x, feedForward(layerNorm(x, `${ffn}.input_norm`), ffn));
  }
  const logits = product(layerNorm(x, 'final_norm'), variables.get('head.weight'));
  const perToken = tf.sum(tf.mul(oneHot(targets), tf.logSoftmax(logits)), -1);
  // In two stages: one sum of thousands of numbers loses the sixth decimal in float32.
  return tf.neg(tf.mean(tf.mean(tf.reshape(perToken, [batch, context]), -1)));
}

const adam = tf.train.adam(adamW.lr, adamW.betas[0], adamW.betas[1], adamW.eps);
const keep = 1 - adamW.lr * adamW.weightDecay;

const figures = await timeSteps(asked, async (batchOfStep) => {
  const loss = tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => lossOf(batchOfStep), [...variables.values()]);
    // It has Adam, but no decay that leaves the moments alone.
    for (const variable of variables.values()) if (isMatrix(variable)) variable.assign(tf.mul(variable, keep));
    adam.applyGradients(grads);
    return value;
  });
  const [number] = await loss.data();
  loss.dispose();
  return number;
});
say({ ...figures, version: `TensorFlow.js ${tf.version_core} WASM` });
