/**
 * The step in jax-js on its WASM backend, forward, backward and AdamW in one `jit`.
 * Its functions take ownership of their arguments: `.ref` keeps an array that is needed once more.
 */
import { readFileSync } from 'node:fs';
import { question, say, timeSteps } from '../step/loop.mjs';
import { installed } from './installed.mjs';
import { readWeights } from './read-weights.mjs';
import { giveWorkers } from './web-worker.mjs';

const asked = question();
const { shape, threads, adamW } = asked;
const { depth, width, heads, context, batch, vocab } = shape;
const [tokensInAll, headWidth] = [batch * context, width / heads];

// It looks for workers when it is loaded.
const workers = threads > 1 ? giveWorkers(threads) : null;
const jax = await installed('@jax-js/jax');
const { numpy: np, nn, tree } = jax;
await jax.init('wasm');
jax.defaultDevice('wasm');

const linear = (x, p, key) => np.matmul(x, p[`${key}.weight`].transpose()).add(p[`${key}.bias`]);

function layerNorm(x, p, key) {
  const centered = x.ref.sub(np.mean(x, -1, { keepdims: true }));
  const variance = np.mean(np.square(centered.ref), -1, { keepdims: true });
  return centered
    .div(np.sqrt(variance.add(1e-5)))
    .mul(p[`${key}.weight`])
    .add(p[`${key}.bias`]);
}

const byHead = (x) => x.reshape([batch, context, heads, headWidth]).transpose([0, 2, 1, 3]);

/** Its own dotProductAttention wants iterator helpers, which Node has from version 22 on. */
function attention(x, p, key) {
  const [q, k, v] = np.split(linear(x, p, `${key}.qkv`), 3, 1).map(byHead);
  const scores = np.matmul(q, k.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(headWidth));
  const seen = np.tri(context, context, 0, { dtype: np.bool });
  const y = np.matmul(nn.softmax(np.where(seen, scores, Number.NEGATIVE_INFINITY)), v);
  return linear(y.transpose([0, 2, 1, 3]).reshape([tokensInAll, width]), p, `${key}.out`);
}

const feedForward = (x, p, key) => linear(nn.gelu(linear(x, p, `${key}.fc1`), { approximate: false }), p, `${key}.fc2`);

/** `p` holds one reference of each parameter, which is used up. Rows of tables are taken by products with ones and zeros. */
function lossOf(p, tokens, targets) {
  const rows = np.matmul(nn.oneHot(tokens, vocab), p['token_embedding.weight']).reshape([batch, context, width]);
  let x = rows.add(p['position_embedding.weight']).reshape([tokensInAll, width]);
  for (let layer = 0; layer < depth; layer++) {
    const [attn, ffn] = [`layers.${layer}.attn`, `layers.${layer}.ffn`];
    x = x.ref.add(attention(layerNorm(x, p, `${attn}.input_norm`), p, attn));
    x = x.ref.add(feedForward(layerNorm(x, p, `${ffn}.input_norm`), p, ffn));
  }
  const logits = np.matmul(layerNorm(x, p, 'final_norm'), p['head.weight'].transpose());
  const perToken = nn.logSoftmax(logits).mul(nn.oneHot(targets, vocab)).sum(-1);
  // In two stages: one sum of thousands of numbers loses the sixth decimal in float32.
  return np.negative(np.mean(np.mean(perToken.reshape([batch, context]), -1)));
}

const [beta1, beta2] = adamW.betas;

/** Parameter, both moments and gradient of one tensor; `c1` and `c2` are the bias corrections of the step. */
function updated(w, m, v, g, c1, c2) {
  const keep = w.ndim >= 2 ? 1 - adamW.lr * adamW.weightDecay : 1;
  const nextM = m.mul(beta1).add(g.ref.mul(1 - beta1));
  const nextV = v.mul(beta2).add(np.square(g).mul(1 - beta2));
  const change = nextM.ref.div(c1).div(np.sqrt(nextV.ref.div(c2)).add(adamW.eps));
  return [w.mul(keep).sub(change.mul(adamW.lr)), nextM, nextV];
}

const step = jax.jit(function step(p, ms, vs, tokens, targets, c1, c2) {
  const [loss, gradients] = jax.valueAndGrad(lossOf)(tree.ref(p), tokens, targets);
  const next = { p: {}, ms: {}, vs: {} };
  for (const key of Object.keys(p)) {
    [next.p[key], next.ms[key], next.vs[key]] = updated(p[key], ms[key], vs[key], gradients[key], c1.ref, c2.ref);
  }
  c1.dispose();
  c2.dispose();
  return { loss, ...next };
});

const { dependencies: packages } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const stored = [...readWeights(asked.weights)];
const made = (make) => Object.fromEntries(stored.map(([key, { shape: dims, data }]) => [key, make(data, dims)]));
let state = {
  p: made((data, dims) => np.array(data).reshape(dims)),
  ms: made((_, dims) => np.zeros(dims)),
  vs: made((_, dims) => np.zeros(dims)),
};

const figures = await timeSteps(asked, async ({ tokens, targets }, at) => {
  const correction = (beta) => np.array(1 - beta ** (at + 1));
  const { loss, ...next } = step(state.p, state.ms, state.vs, np.array(tokens), np.array(targets), correction(beta1), correction(beta2));
  state = next;
  await jax.blockUntilReady(state);
  return (await loss.data())[0];
});
say({ ...figures, version: `jax-js ${packages['@jax-js/jax']} WASM` });
workers?.end();
