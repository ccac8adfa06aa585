/** Claims, failures, limits and other names of placements. "Secondary": read in another source than the paper. "Recalled": not checked against a source. */
import type { AboutPlacement } from './types.ts';

export const placementsEn = {
  none: {
    claim: 'No claim of its own: the bare residual network that every other placement adds something to.',
    failure: 'Deep networks explode or stall unless the initialisation keeps the branches small (Fixup, T-Fixup, zero outputs).',
    limits: ['what is left of any placement once its norms and factors are taken away'],
    synonyms: [
      'norm-free, without normalization',
      'trap: DyT and Derf are called normalization-free too, but put a function of their own where the norm stood',
    ],
  },
  post: {
    claim:
      'The original Transformer. Better final quality when it trains: 27.80 BLEU against 27.27 of Pre-Norm on WMT14 En-De with 6 layers (Liu et al. 2020, secondary).',
    failure:
      'Needs warm-up: 8.45 BLEU without it and about 34 with it on IWSLT14 De-En (Xiong et al. 2020). From 12 to 24 blocks on it often fails at usual settings, because the share of the embedding halves with every block. No law: with a tuned rate and a tenth of the steps as warm-up it reached perplexity 12.74 at 350M and 11.62 at 1.3B parameters (ProRes 2026).',
    limits: [
      'DeepNorm (deepnorm) with α = 1 and β = 1',
      'Admin (admin) with ω = 1',
      'Keel (keel) with α = 1 and no inner norm',
      'the GLM form (glm) with α = 1, but for one norm on the embedding and one at the end',
      'BranchNorm (branchnorm) after its ramp',
    ],
    synonyms: [
      'Post-LN',
      'trap: x + LN(F(x)) of Swin V2 and OLMo 2 is called post-norm too; here it is branch-out',
      "trap: Gemma 2's post_attention_layernorm is the second norm of a sandwich, Llama's is the Pre-Norm of the feed-forward sublayer",
    ],
  },
  pre: {
    claim:
      'Trains without warm-up and at larger learning rates: BERT-base reached a validation loss of 1.69 after 500k steps, Post-Norm after 700k (Xiong et al. 2020).',
    failure:
      'The stream grows with depth, so that deep blocks come close to the identity (the curse of depth). Hidden states above 65,000 overflowed half precision within 0.5 billion tokens (Kim et al. 2025, secondary). Early blocks get the larger gradients.',
    limits: [
      'Sandwich (sandwich) without its output norm',
      'LayerScale (layerscale) with γ = 1',
      'LayerNorm Scaling (lns) with factor 1',
      'Mix-LN (mix-ln) with share 0',
      'NormFormer (normformer) without the norms and factors it adds',
      'GPAS (gpas) with gate 0',
    ],
    synonyms: [
      'Pre-LN',
      'trap: a network without a norm before the head is not Pre-Norm',
      "trap: Llama's post_attention_layernorm is the Pre-Norm of its feed-forward sublayer",
    ],
  },
  sandwich: {
    claim:
      'Made for half precision in CogView. With tuned learning rates perplexity 11.97 against 12.36 of Pre-Norm at 350M and 10.16 against 10.32 at 1.3B parameters (ProRes 2026). At the start every sublayer adds exactly one unit of energy, whatever its weights (derived).',
    failure:
      "Gradients diverged after about 2,500 steps at 130B parameters in GLM-130B's ablation (secondary). Small embeddings drown under branches of unit scale: multiply them by √d, or put a norm behind them.",
    limits: ['without the output norm: Pre-Norm (pre)', 'without the input norm: branch-output norm (branch-out)'],
    synonyms: [
      'Sandwich-LN; with a norm behind the embedding it is peri',
      "trap: Gemma 2's post_attention_layernorm is its second norm; CogView's post_attention_layernorm is the third of four, before the feed-forward sublayer",
    ],
  },
  peri: {
    claim:
      'Mean benchmark score 51.57 against 49.69 of Pre-Norm at 400M, 56.55 against 53.71 at 1.5B and 58.56 against 56.69 at 3.2B parameters; no seed of 5 diverged where 1 or 2 of Pre-Norm did (Kim et al. 2025, secondary).',
    failure: 'The gains of the output norms must stay learnable: freezing them hurts.',
    limits: ['without the embedding norm: Sandwich (sandwich)', 'without output and embedding norms: Pre-Norm (pre)'],
    synonyms: [
      'a sandwich with a norm behind the embedding; use_post_norm in HyperCLOVA X',
      'trap: a widely read review draws the output norm behind the addition; the paper has x + LN(F(LN(x)))',
    ],
  },
  'branch-out': {
    claim:
      'Fewer loss spikes and better stability than Pre-Norm, together with QK-norm (OLMo 2, without a figure for the placement alone).',
    failure: 'F reads the stream as it is: without QK-norm the attention logits grow with depth.',
    limits: ['Sandwich (sandwich) without its input norm', 'with zeroInit every block starts as the identity'],
    synonyms: [
      'res-post-norm (Swin V2), reordered norm (OLMo 2), the form of EXAONE 4',
      'trap: often called post-norm, which is LN(x + F(x))',
      'trap: Swin V1 and V2 share their tensor names, and Chameleon-34B takes those of Pre-Norm: only the configuration tells',
    ],
  },
  deepnorm: {
    claim:
      'The update of the model stays bounded whatever the depth: 1,000 layers, 2,500 sublayers, were trained (Wang et al. 2022). Mean OPUS-100 BLEU 24.5 with 12 layers, 32.1 with 1,000 (secondary).',
    failure:
      'Tolerates hardly more learning rate than Post-Norm: 3.5e-4 against 3.0e-4 at 64 blocks (Keel 2026). The tables of Mix-LN and LNS say nothing about it if they come from the released code, which has β = (8N)^(+1/4) and α = 2.828 at every depth; tuned it reached 12.38 against 12.36 of Pre-Norm at 350M (ProRes 2026).',
    limits: ['α = 1 and β = 1: Post-Norm (post)'],
    synonyms: [
      'DeepNet is the model, with the initialisation deepnet',
      "trap: GLM-130B's α = √(2N) stands on the normed stream; here that is glm",
      "trap: Keel's paper quotes α = L^0.25, without the 2",
    ],
  },
  keel: {
    claim:
      'The highest learning rate before divergence of six placements: 1.01e-2 at 64 blocks, 6.31e-3 at 512; Pre-Norm 7.65e-3 and 4.67e-3. Mean score 62.5 against 58.7 of Pre-Norm (Keel 2026).',
    failure: 'None published. With α as large as the number of sublayers a branch adds little to the stream at the start (derived).',
    limits: ['α = 1 and no inner norm: Post-Norm (post)'],
    synonyms: ['trap: its first attention has no outer norm, its first attention and first feed-forward have no α'],
  },
  'sub-ln': {
    claim:
      'One architecture for language, vision, speech and models of several of them; the bound of the model update grows with log L / γ², so that γ² = ln(2N) keeps it constant (Wang et al. 2022, theory).',
    failure: 'None published. Without the initialisation sub-ln its bound does not hold.',
    limits: ['without the inner norm: Pre-Norm (pre)'],
    synonyms: [
      'Magneto is the model; attn_sub_norm and ffn_sub_norm in BitNet',
      'trap: cross-attention has only its input norm, and gain 1',
    ],
  },
  admin: {
    claim:
      'WMT14 En-De with 18 layers: 29.03 BLEU, Pre-Norm 28.38, Post-Norm fails. En-Fr with 60 and 12 layers: 43.80 against 43.10 (Liu et al. 2020, secondary).',
    failure:
      'Diverged at a batch of 128 × 4096 tokens in its profiled form (README of admin-torch, secondary). ω rests on one measured batch.',
    limits: ['ω = 1: Post-Norm (post)'],
    synonyms: [
      'adaptive model initialization',
      'trap: the closed forms of admin-torch are the option omega; the initialisation admin measures ω as the paper does',
    ],
  },
  rezero: {
    claim: 'Every block starts as the identity, and so does the Jacobian of the whole network; no warm-up (Bachlechner et al. 2020).',
    failure: '34.66 BLEU on IWSLT14 in a comparison of others, one to two below Admin (secondary).',
    limits: ['α = 1: no norm (none)', 'one α for each branch: SkipInit (skipinit)'],
    synonyms: ['resweight', 'trap: one α per block, shared by its sublayers, as in the code of the paper'],
  },
  skipinit: {
    claim: 'One number at 0 gives deep residual networks the start that BatchNorm gave them (De & Smith 2020).',
    failure: 'Perplexity 27.41 against 26.73 of Pre-Norm at 130M and 22.29 against 21.92 at 250M parameters (Sun et al. 2025).',
    limits: ['α = 1: no norm (none)', 'one α for each block: ReZero (rezero)'],
    synonyms: ['trap: α starts at 0 here; the paper also tries 1/√depth'],
  },
  fixup: {
    claim: 'Residual networks of 10,000 layers train without norms (Zhang, Dauphin & Ma 2019, recalled).',
    failure: 'Made for images: a Transformer form diverged at 100 layers of WMT17 (recalled). Needs its initialisation, fixup.',
    limits: ['shifts 0 and factor 1: no norm (none)'],
    synonyms: ['fixed-update initialization', 'trap: besides the initialisation it has learned shifts and factors'],
  },
  't-fixup': {
    claim: 'Neither norm nor warm-up: 35.73 BLEU on IWSLT14 De-En (Huang et al. 2020, README, secondary).',
    failure:
      '34.88 BLEU with 6 layers where Post-Norm had 35.37 in a comparison of others (ResiDual 2023); diverged at 100 layers of WMT17 (recalled).',
    limits: ['the same function as no norm (none): the initialisation t-fixup makes the difference'],
    synonyms: ['trap: the published code multiplies v by another √2, which only undoes a 1/√2 of its library'],
  },
  layerscale: {
    claim:
      'Made image Transformers of 24 blocks and more trainable, with γ starting at 0.1 to 1e-6 by depth (Touvron et al. 2021, recalled).',
    failure: 'Hurts language models: perplexity 27.93 against 26.73 at 130M and 23.45 against 21.92 at 250M parameters (Sun et al. 2025).',
    limits: ['γ = 1: Pre-Norm (pre)'],
    synonyms: [
      'gamma_1, gamma_2 in CaiT; lambda_1, lambda_2 in BEiT; layer_scale1.lambda1 in DINOv2',
      "trap: the released code has 1e-5 for some models where the paper's rule has 1e-6",
    ],
  },
  b2t: {
    claim: 'WMT En-De with 18 and 18 layers: 27.52 BLEU, 26.57 of Pre-Norm (Takase et al. 2022).',
    failure: 'No gain in shallow networks: 26.53 BLEU with 6 layers where Post-Norm had 26.59 (ResiDual 2023).',
    limits: ['without the connection: Post-Norm (post)'],
    synonyms: ['bottom-to-top connection', "trap: SpanNorm (span) replaces the identity by the block's input, B2T adds it"],
  },
  'residual-dual': {
    claim:
      'IWSLT14 with 12 and 12 layers: 36.09 BLEU, DeepNorm 35.39, Pre-Norm 35.18, Post-Norm fails. Without warm-up 35.76 with 6 layers (Xie et al. 2023).',
    failure:
      'Gains are small and without seeds (rejected at ICLR for that). In half precision the sum s must be kept small: the code multiplies it by 0.1.',
    limits: ['without s: Post-Norm (post)', 'without x: a sum of branches that read the Post-Norm stream'],
    synonyms: ['ResiDual, dual residual', 'trap: in SiameseNorm (siamese) the branch reads both streams, here only x'],
  },
  normformer: {
    claim:
      'Perplexity 20.11 against 21.09 of Pre-Norm at 125M, 11.94 against 12.21 at 1.3B (in 24% less time) and 10.55 against 10.92 at 2.7B, for 0.4% more parameters (Shleifer et al. 2021).',
    failure: 'Diverged at 100 layers of WMT17 translation (recalled).',
    limits: ['without the norms and factors it adds: Pre-Norm (pre)'],
    synonyms: [
      'scale_attn, scale_fc, scale_heads, scale_resids in fairseq',
      'trap: the factor on the identity is only on the feed-forward sublayer',
    ],
  },
  'mix-ln': {
    claim:
      'Perplexity 26.07 against 26.78 of Pre-Norm at 130M and 18.18 against 18.65 at 1B parameters; a share of 25% is best (Li et al. 2024).',
    failure:
      'Perplexity above 1,300 at 350M and 1B in the setting of Sun et al. 2025; equal to Post-Norm and behind Pre-Norm in the HybridNorm paper.',
    limits: ['share 0: Pre-Norm (pre)', 'share 1: Post-Norm (post) with a final norm'],
    synonyms: ['trap: the share of 25% is of the blocks; the paper takes 6.25% at 7B parameters'],
  },
  hybrid: {
    claim:
      'C4 perplexity 20.00 against 20.30 of Pre-Norm and 20.43 of Post-Norm (550M parameters, 400B tokens); loss 2.430 against 2.469 at 7B (Zhuo et al. 2025).',
    failure:
      "Diverges at learning rate 1e-3 with gradient norms above 100 (SiameseNorm 2026); tolerates 4.9e-4 at 64 blocks, Post-Norm 3.0e-4 (Keel 2026). Needs Megatron's initialisation: 20.44 with the normal one.",
    limits: ['its feed-forward sublayer alone: the GLM form (glm) with α = 1'],
    synonyms: ['trap: the feed-forward sublayer keeps the normed value, so it is of the Post-Norm kind; attention has no input norm'],
  },
  'hybrid-star': {
    claim:
      'C4 perplexity 19.85, 20.00 of HybridNorm, 20.30 of Pre-Norm (550M parameters, 400B tokens); 19.52 against 19.88 with 29 layers (Zhuo et al. 2025).',
    failure: 'As HybridNorm (hybrid), which others saw diverge at learning rate 1e-3.',
    limits: ['without the exception of the first block: HybridNorm (hybrid)'],
    synonyms: ['HybridNorm*'],
  },
  lns: {
    claim:
      'Perplexity 25.76 against 26.73 of Pre-Norm at 130M and 15.71 against 17.02 at 1B parameters (Sun et al. 2025); the best of seven with tuned learning rates, 11.74 against 12.36 at 350M (ProRes 2026).',
    failure:
      'Adds nothing to scaled initialisation (25.80), and must not stand on the sum, where perplexity was 1,358. Beyond 72 layers Sandwich overtakes it (ProRes 2026).',
    limits: ['factor 1: Pre-Norm (pre)'],
    synonyms: [
      'LNS, the cure for the curse of depth; LayerNormScaled in OLMo-core',
      'trap: l counts blocks from 1, so the first block is unscaled',
    ],
  },
  parallel: {
    claim: 'About 15% faster training of large models, with a small loss of quality at 8B parameters and none at 62B (PaLM, recalled).',
    failure: 'Stability as Pre-Norm. The feed-forward branch does not see what the attention of its block wrote.',
    limits: ['equal norms in the two-norm form (parallel-two)'],
    synonyms: ['parallel_attn; GPT-J, CodeGen, Phi, Cohere, Falcon-7B', 'trap: one norm per block, not two'],
  },
  'parallel-two': {
    claim: 'Chosen for speed in GPT-NeoX; no gain in quality is claimed (recalled).',
    failure: 'Stability as Pre-Norm. The feed-forward branch does not see what the attention of its block wrote.',
    limits: ['with equal norms: the one-norm form (parallel)'],
    synonyms: [
      'use_parallel_residual in GPT-NeoX; ln_attn and ln_mlp in Falcon-40B',
      "trap: GPT-NeoX's post_attention_layernorm is the input norm of the feed-forward branch and reads nothing of attention",
    ],
  },
  gpas: {
    claim: 'Converges 18% faster on average, downstream scores 0.8% higher (Chen et al. 2025, secondary).',
    failure: 'The gradients of the gates had to be clipped at 0.01 for the 1B sandwich and the 7B model.',
    limits: ['gate 0, as at the start: Pre-Norm (pre)'],
    synonyms: ['gradient-preserving activation scaling', 'trap: one gate per block, shared by its sublayers, as in the code'],
  },
  prores: {
    claim:
      'With tuned learning rates perplexity 14.30 against 14.67 of Pre-Norm at 130M, 11.74 against 12.36 at 350M and 9.86 against 10.32 at 1.3B; on Post-Norm 10.53 against 11.62 at 1.3B (ProRes 2026).',
    failure: 'Little to gain where branches are tamed already: 9.89 against 9.93 on LayerNorm Scaling at 1.3B.',
    limits: ['after T times depth steps: its base (pre, post or sandwich)'],
    synonyms: ['progressive residual warm-up', 'trap: the ramp counts training steps, and block l takes l times as long as the first'],
  },
  branchnorm: {
    claim: "DeepNorm's stability early in training and Post-Norm's quality at its end (Liu et al. 2023, secondary; no figure checked).",
    failure: 'None checked.',
    limits: ['after the ramp: Post-Norm (post)', 'before the first step: the identity under a norm'],
    synonyms: ['trap: a schedule over training steps, not a norm on the branch (that is branch-out)'],
  },
  siamese: {
    claim:
      'Perplexity at 1.3B parameters 10.43 against 10.84 of Pre-Norm at learning rate 1e-3 and 10.48 against 10.89 at 2e-3; 9.42 against 9.67 after 350B tokens (SiameseNorm 2026).',
    failure: 'None published. Costs further norms and keeps two streams in memory.',
    limits: [
      'without x: Pre-Norm (pre) with its norm doubled',
      'without y: Post-Norm (post) with an input norm and a factor on the branch',
    ],
    synonyms: ['trap: ResiDual (residual-dual) keeps two streams too, but its branches read one'],
  },
  span: {
    claim:
      "The identity of the feed-forward sublayer starts at the block's input and so crosses one norm per block, not two (SpanNorm 2026; no figure checked).",
    failure: 'None checked; its equations come from a reimplementation by others (secondary).',
    limits: ['identity from the stream: Post-Norm (post)'],
    synonyms: ["trap: B2T (b2t) adds the block's input as a third term, SpanNorm puts it in place of the stream"],
  },
  glm: {
    claim:
      'Trained GLM-130B: stayed healthy where Sandwich diverged after about 2,500 steps (secondary). MiniMax-01 uses it with α = 160^(1/4).',
    failure: 'None published.',
    limits: [
      'Post-Norm with α on the identity (deepnorm with that α), but for one norm on the embedding and one at the end',
      'α = 1: Post-Norm (post) in the same sense',
    ],
    synonyms: [
      'called DeepNorm in GLM-130B and post-norm in MiniMax-01',
      "trap: MiniMax's tensors have the names of Pre-Norm; the identity starts behind the norm, which no name tells",
    ],
  },
  ngpt: {
    claim: 'The same accuracy in 4 to 20 times fewer steps, more so at longer contexts (Loshchilov et al. 2024, recalled).',
    failure: 'Steps are counted, not time: every step also brings all matrices back to unit vectors.',
    limits: ['α = 0: the identity', 'α = 1: no identity at all, x ← L2(F(x))'],
    synonyms: [
      'normalized Transformer; sqk, suv, sz in its code',
      'trap: needs neither warm-up nor weight decay; its scales are stored divided by √d',
    ],
  },
  'hyper-connections': {
    claim:
      'A mixture-of-experts model with 7B parameters converged 1.8 times faster with 4 streams, of the dynamic form (Zhu et al. 2024, recalled).',
    failure: 'Nothing bounds the mixing over many layers; mHC makes its matrices doubly stochastic (20 Sinkhorn steps in public code).',
    limits: ['one stream, and at the start of training: Pre-Norm (pre)'],
    synonyms: [
      'HC; attn_hc and ffn_hc in public code; mHC is the bounded form',
      'trap: here the mixing is static; in the dynamic form it depends on the input',
    ],
  },
} as const satisfies Readonly<Record<string, AboutPlacement>>;
