/** 各方案的论文主张、已知失败、极限情形与别名。“二手”指出自论文以外的来源，“凭记忆”指未核对。 */
import type { placementsEn } from './placements.en.ts';
import type { AboutPlacement } from './types.ts';

export const placementsZh: Readonly<Record<keyof typeof placementsEn, AboutPlacement>> = {
  none: {
    claim: '本身没有主张：它是裸残差网络，其他方案都在它之上添加东西。',
    failure: '除非初始化让各支路保持很小（Fixup、T-Fixup、输出归零），深层网络会爆炸或停滞。',
    limits: ['任何方案去掉归一化与系数之后所剩的部分'],
    synonyms: ['无归一化（norm-free）', '易混：DyT 和 Derf 也自称无归一化，但它们在原处放了另一个函数'],
  },
  post: {
    claim: '最初的 Transformer。能训练起来时最终质量更好：WMT14 英德 6 层 27.80 BLEU，前归一化为 27.27（Liu 等 2020，二手）。',
    failure:
      '需要预热：IWSLT14 德英不预热只有 8.45 BLEU，预热后约 34（Xiong 等 2020）。嵌入所占的份额每过一块减半，因此在常用设置下 12 至 24 块起往往训练失败。但这不是定律：调好学习率并用十分之一的步数预热，3.5 亿和 13 亿参数的困惑度可达 12.74 和 11.62（ProRes 2026）。',
    limits: [
      'α = 1、β = 1 的 DeepNorm（deepnorm）',
      'ω = 1 的 Admin（admin）',
      'α = 1 且去掉内层归一化的 Keel（keel）',
      'α = 1 的 GLM 形式（glm），只差嵌入处和末端各一个归一化',
      '渐增阶段结束后的 BranchNorm（branchnorm）',
    ],
    synonyms: [
      'Post-LN',
      '易混：Swin V2 和 OLMo 2 的 x + LN(F(x)) 也叫 post-norm，这里是 branch-out',
      '易混：Gemma 2 的 post_attention_layernorm 是三明治的第二个归一化，Llama 的则是前馈子层的前归一化',
    ],
  },
  pre: {
    claim: '不预热也能训练，可用更大的学习率：BERT-base 在 50 万步达到验证损失 1.69，后归一化要 70 万步（Xiong 等 2020）。',
    failure:
      '残差流随深度增长，深层的块趋于恒等（“深度诅咒”）。隐藏状态在 5 亿个词元之内就超过 65000，使半精度溢出（Kim 等 2025，二手）。靠前的块梯度较大。',
    limits: [
      '去掉输出归一化的三明治（sandwich）',
      'γ = 1 的 LayerScale（layerscale）',
      '系数为 1 的层归一化缩放（lns）',
      'share 为 0 的 Mix-LN（mix-ln）',
      '去掉所添归一化与系数的 NormFormer（normformer）',
      '门控为 0 的 GPAS（gpas）',
    ],
    synonyms: ['Pre-LN', '易混：输出头之前没有归一化的网络不算前归一化', '易混：Llama 的 post_attention_layernorm 是前馈子层的前归一化'],
  },
  sandwich: {
    claim:
      '为 CogView 的半精度训练而设计。调好学习率后，3.5 亿参数困惑度 11.97（前归一化 12.36），13 亿参数 10.16（10.32）（ProRes 2026）。初始时每个子层恰好增加一个单位的能量，与权重无关（推导）。',
    failure:
      'GLM-130B 的消融中，1300 亿参数时梯度在约 2500 步后发散（二手）。嵌入过小会被单位大小的支路淹没：应乘以 √d，或在其后加归一化。',
    limits: ['去掉输出归一化：前归一化（pre）', '去掉输入归一化：分支输出归一化（branch-out）'],
    synonyms: [
      'Sandwich-LN；嵌入之后再加一个归一化就是 peri',
      '易混：Gemma 2 的 post_attention_layernorm 是第二个归一化；CogView 的 post_attention_layernorm 是四个中的第三个，位于前馈子层之前',
    ],
  },
  peri: {
    claim:
      '基准平均分：4 亿参数 51.57（前归一化 49.69），15 亿 56.55（53.71），32 亿 58.56（56.69）；5 个种子无一发散，前归一化有 1 至 2 个发散（Kim 等 2025，二手）。',
    failure: '输出归一化的增益必须可学习，冻结会变差。',
    limits: ['去掉嵌入归一化：三明治（sandwich）', '去掉输出与嵌入归一化：前归一化（pre）'],
    synonyms: [
      '嵌入之后带归一化的三明治；HyperCLOVA X 中的 use_post_norm',
      '易混：一篇流传很广的评述把输出归一化画在相加之后；论文是 x + LN(F(LN(x)))',
    ],
  },
  'branch-out': {
    claim: '与 QK-norm 合用时，损失尖峰比前归一化少，训练更稳（OLMo 2，没有单独针对该位置的数字）。',
    failure: 'F 直接读取残差流：没有 QK-norm 时，注意力 logits 随深度增大。',
    limits: ['去掉输入归一化的三明治（sandwich）', '取 zeroInit 时每块初始为恒等'],
    synonyms: [
      'res-post-norm（Swin V2）、reordered norm（OLMo 2），也是 EXAONE 4 的形式',
      '易混：常被称为 post-norm，而后归一化是 LN(x + F(x))',
      '易混：Swin V1 与 V2 的张量同名，Chameleon-34B 沿用前归一化的名字：只有配置才能区分',
    ],
  },
  deepnorm: {
    claim:
      '无论多深，模型的更新量有界：训练了 1000 层（2500 个子层）（Wang 等 2022）。OPUS-100 平均 BLEU：12 层 24.5，1000 层 32.1（二手）。',
    failure:
      '可承受的学习率只比后归一化略大：64 块时 3.5e-4 对 3.0e-4（Keel 2026）。Mix-LN 与 LNS 论文的对照若出自其公开代码则不能说明问题，因为代码取 β = (8N)^(+1/4)，且任何深度都用 α = 2.828；调好后 3.5 亿参数困惑度 12.38，前归一化 12.36（ProRes 2026）。',
    limits: ['α = 1、β = 1：后归一化（post）'],
    synonyms: [
      'DeepNet 是模型名，配初始化 deepnet',
      '易混：GLM-130B 的 α = √(2N) 乘在归一化之后的残差流上，这里是 glm',
      '易混：Keel 论文引作 α = L^0.25，漏了 2',
    ],
  },
  keel: {
    claim:
      '六种方案中发散前可承受的学习率最高：64 块 1.01e-2，512 块 6.31e-3；前归一化为 7.65e-3 和 4.67e-3。平均分 62.5，前归一化 58.7（Keel 2026）。',
    failure: '未见发表。α 等于子层数，初始时支路对残差流的贡献很小（推导）。',
    limits: ['α = 1 且去掉内层归一化：后归一化（post）'],
    synonyms: ['易混：第一个注意力没有外层归一化，第一个注意力和第一个前馈没有 α'],
  },
  'sub-ln': {
    claim: '语言、视觉、语音及多模态共用一种结构；模型更新量的界为 log L / γ²，取 γ² = ln(2N) 使其为常数（Wang 等 2022，理论）。',
    failure: '未见发表。不用初始化 sub-ln 时上述界不成立。',
    limits: ['去掉内部归一化：前归一化（pre）'],
    synonyms: ['Magneto 是模型名；BitNet 中的 attn_sub_norm 与 ffn_sub_norm', '易混：交叉注意力只有输入归一化，且增益为 1'],
  },
  admin: {
    claim:
      'WMT14 英德 18 层：29.03 BLEU，前归一化 28.38，后归一化失败。英法 60 层编码器、12 层解码器：43.80 对 43.10（Liu 等 2020，二手）。',
    failure: '实测版在批量 128 × 4096 个词元时发散（admin-torch 说明，二手）。ω 只取决于测量的那一批数据。',
    limits: ['ω = 1：后归一化（post）'],
    synonyms: ['自适应模型初始化', '易混：admin-torch 的闭式解是选项 omega；初始化 admin 则按论文实测 ω'],
  },
  rezero: {
    claim: '每块初始为恒等，整个网络的雅可比矩阵也是；无需预热（Bachlechner 等 2020）。',
    failure: '他人对比中 IWSLT14 得 34.66 BLEU，比 Admin 低 1 到 2（二手）。',
    limits: ['α = 1：无归一化（none）', '每条支路各一个 α：SkipInit（skipinit）'],
    synonyms: ['resweight', '易混：与论文代码一致，每块一个 α，由其子层共用'],
  },
  skipinit: {
    claim: '一个初值为 0 的数，就能让深层残差网络获得 BatchNorm 带来的那种开局（De & Smith 2020）。',
    failure: '困惑度：1.3 亿参数 27.41（前归一化 26.73），2.5 亿参数 22.29（21.92）（Sun 等 2025）。',
    limits: ['α = 1：无归一化（none）', '每块一个 α：ReZero（rezero）'],
    synonyms: ['易混：这里 α 的初值为 0；论文也试过 1/√深度'],
  },
  fixup: {
    claim: '一万层的残差网络不用归一化也能训练（Zhang, Dauphin & Ma 2019，凭记忆）。',
    failure: '为图像而设计：Transformer 版在 WMT17 的 100 层上发散（凭记忆）。须配其初始化 fixup。',
    limits: ['偏移为 0、系数为 1：无归一化（none）'],
    synonyms: ['固定更新初始化', '易混：除初始化之外还有可学习的偏移和系数'],
  },
  't-fixup': {
    claim: '既不用归一化也不预热：IWSLT14 德英 35.73 BLEU（Huang 等 2020，代码说明，二手）。',
    failure: '他人对比中 6 层得 34.88 BLEU，后归一化为 35.37（ResiDual 2023）；在 WMT17 的 100 层上发散（凭记忆）。',
    limits: ['与无归一化（none）是同一函数，差别只在初始化 t-fixup'],
    synonyms: ['易混：公开代码给 v 再乘 √2，只是抵消所用库的 1/√2'],
  },
  layerscale: {
    claim: '使 24 块以上的图像 Transformer 可训练，γ 的初值按深度取 0.1 至 1e-6（Touvron 等 2021，凭记忆）。',
    failure: '对语言模型有害：困惑度 1.3 亿参数 27.93（前归一化 26.73），2.5 亿参数 23.45（21.92）（Sun 等 2025）。',
    limits: ['γ = 1：前归一化（pre）'],
    synonyms: [
      'CaiT 中的 gamma_1、gamma_2；BEiT 中的 lambda_1、lambda_2；DINOv2 中的 layer_scale1.lambda1',
      '易混：按论文规则应为 1e-6 的个别模型，公开代码用的是 1e-5',
    ],
  },
  b2t: {
    claim: 'WMT 英德编码器、解码器各 18 层：27.52 BLEU，前归一化 26.57（Takase 等 2022）。',
    failure: '浅层没有收益：6 层 26.53 BLEU，后归一化 26.59（ResiDual 2023）。',
    limits: ['去掉该连接：后归一化（post）'],
    synonyms: ['自底向顶连接（bottom-to-top）', '易混：SpanNorm（span）用块的输入替换恒等支路，B2T 是额外加上它'],
  },
  'residual-dual': {
    claim: 'IWSLT14 各 12 层：36.09 BLEU，DeepNorm 35.39，前归一化 35.18，后归一化失败。6 层不预热 35.76（Xie 等 2023）。',
    failure: '收益不大且没有多种子结果（ICLR 因此拒稿）。半精度下须控制和 s 的大小：代码将它乘以 0.1。',
    limits: ['去掉 s：后归一化（post）', '去掉 x：读取后归一化残差流的各支路之和'],
    synonyms: ['ResiDual，双残差', '易混：SiameseNorm（siamese）的支路同时读两条流，这里只读 x'],
  },
  normformer: {
    claim:
      '困惑度：1.25 亿参数 20.11（前归一化 21.09），13 亿 11.94（12.21，用时少 24%），27 亿 10.55（10.92），参数只多 0.4%（Shleifer 等 2021）。',
    failure: '在 WMT17 的 100 层翻译模型上发散（凭记忆）。',
    limits: ['去掉所添的归一化与系数：前归一化（pre）'],
    synonyms: ['fairseq 中的 scale_attn、scale_fc、scale_heads、scale_resids', '易混：恒等支路上的系数只在前馈子层'],
  },
  'mix-ln': {
    claim: '困惑度：1.3 亿参数 26.07（前归一化 26.78），10 亿 18.18（18.65）；以 25% 的比例最好（Li 等 2024）。',
    failure: '在 Sun 等 2025 的设定下，3.5 亿和 10 亿参数的困惑度超过 1300；HybridNorm 论文中与后归一化相当，不及前归一化。',
    limits: ['share 为 0：前归一化（pre）', 'share 为 1：带末端归一化的后归一化（post）'],
    synonyms: ['易混：25% 指块的比例；论文在 70 亿参数时取 6.25%'],
  },
  hybrid: {
    claim: 'C4 困惑度 20.00，前归一化 20.30，后归一化 20.43（5.5 亿参数，4000 亿词元）；70 亿参数损失 2.430 对 2.469（Zhuo 等 2025）。',
    failure:
      '学习率 1e-3 时发散，梯度范数超过 100（SiameseNorm 2026）；64 块时可承受 4.9e-4，后归一化 3.0e-4（Keel 2026）。须用 Megatron 初始化：用普通正态初始化时为 20.44。',
    limits: ['单看前馈子层：α = 1 的 GLM 形式（glm）'],
    synonyms: ['易混：前馈子层保留的是归一化之后的值，属于后归一化一类；注意力没有输入归一化'],
  },
  'hybrid-star': {
    claim: 'C4 困惑度 19.85，HybridNorm 20.00，前归一化 20.30（5.5 亿参数，4000 亿词元）；29 层 19.52 对 19.88（Zhuo 等 2025）。',
    failure: '同 HybridNorm（hybrid）：他人见其在学习率 1e-3 时发散。',
    limits: ['去掉第一块的例外：HybridNorm（hybrid）'],
    synonyms: ['HybridNorm*'],
  },
  lns: {
    claim:
      '困惑度：1.3 亿参数 25.76（前归一化 26.73），10 亿 15.71（17.02）（Sun 等 2025）；各自调好学习率的七种做法中最好，3.5 亿参数 11.74 对 12.36（ProRes 2026）。',
    failure: '与按深度缩放的初始化合用没有收益（25.80）；不可乘在和上，那样困惑度为 1358。超过 72 层后被三明治反超（ProRes 2026）。',
    limits: ['系数为 1：前归一化（pre）'],
    synonyms: ['LNS，针对“深度诅咒”；OLMo-core 中的 LayerNormScaled', '易混：l 从 1 数起，因此第一块不缩放'],
  },
  parallel: {
    claim: '大模型训练约快 15%，80 亿参数时质量略降，620 亿时不降（PaLM，凭记忆）。',
    failure: '稳定性同前归一化。前馈支路看不到同一块注意力写入的内容。',
    limits: ['两个归一化相同时的双归一化形式（parallel-two）'],
    synonyms: ['parallel_attn；GPT-J、CodeGen、Phi、Cohere、Falcon-7B', '易混：每块一个归一化，不是两个'],
  },
  'parallel-two': {
    claim: 'GPT-NeoX 为速度而选；不主张质量提升（凭记忆）。',
    failure: '稳定性同前归一化。前馈支路看不到同一块注意力写入的内容。',
    limits: ['两个归一化相同：单归一化形式（parallel）'],
    synonyms: [
      'GPT-NeoX 中的 use_parallel_residual；Falcon-40B 中的 ln_attn 与 ln_mlp',
      '易混：GPT-NeoX 的 post_attention_layernorm 是前馈支路的输入归一化，并不读取注意力的输出',
    ],
  },
  gpas: {
    claim: '收敛平均快 18%，下游得分高 0.8%（Chen 等 2025，二手）。',
    failure: '10 亿参数的三明治和 70 亿参数的模型须把门控的梯度裁剪到 0.01。',
    limits: ['门控为 0（即初始状态）：前归一化（pre）'],
    synonyms: ['保梯度激活缩放', '易混：与代码一致，每块一个门控，由其子层共用'],
  },
  prores: {
    claim:
      '各自调好学习率后的困惑度：1.3 亿参数 14.30（前归一化 14.67），3.5 亿 11.74（12.36），13 亿 9.86（10.32）；用于后归一化时 13 亿参数 10.53 对 11.62（ProRes 2026）。',
    failure: '支路本已受控时收益很小：13 亿参数的层归一化缩放为 9.89 对 9.93。',
    limits: ['T 乘以深度那么多步之后：其基础方案（pre、post 或 sandwich）'],
    synonyms: ['渐进残差预热', '易混：系数按训练步数渐增，第 l 块所需步数是第一块的 l 倍'],
  },
  branchnorm: {
    claim: '训练初期有 DeepNorm 的稳定，末期有后归一化的质量（Liu 等 2023，二手，数字未核对）。',
    failure: '未核对。',
    limits: ['渐增结束后：后归一化（post）', '第一步之前：归一化之下的恒等'],
    synonyms: ['易混：它是随训练步数变化的系数，并不是支路上的归一化（那是 branch-out）'],
  },
  siamese: {
    claim:
      '13 亿参数困惑度：学习率 1e-3 时 10.43（前归一化 10.84），2e-3 时 10.48（10.89）；3500 亿词元后 9.42 对 9.67（SiameseNorm 2026）。',
    failure: '未见发表。要多几个归一化，并在内存中保留两条流。',
    limits: ['去掉 x：归一化加倍的前归一化（pre）', '去掉 y：带输入归一化和支路系数的后归一化（post）'],
    synonyms: ['易混：ResiDual（residual-dual）也有两条流，但支路只读一条'],
  },
  span: {
    claim: '前馈子层的恒等支路从块的输入出发，每块只穿过一个归一化而不是两个（SpanNorm 2026，数字未核对）。',
    failure: '未核对；公式取自他人的复现（二手）。',
    limits: ['恒等支路取自残差流：后归一化（post）'],
    synonyms: ['易混：B2T（b2t）把块的输入作为第三项加上，SpanNorm 用它替换残差流'],
  },
  glm: {
    claim: '训练了 GLM-130B：三明治在约 2500 步后发散，它保持正常（二手）。MiniMax-01 取 α = 160^(1/4)。',
    failure: '未见发表。',
    limits: ['恒等支路带 α 的后归一化（取该 α 的 deepnorm），只差嵌入处和末端各一个归一化', 'α = 1：同样意义上的后归一化（post）'],
    synonyms: [
      'GLM-130B 称之为 DeepNorm，MiniMax-01 称之为 post-norm',
      '易混：MiniMax 的张量用前归一化的名字；恒等支路始于归一化之后，名字看不出来',
    ],
  },
  ngpt: {
    claim: '达到同样的准确度所需步数少 4 至 20 倍，上下文越长越明显（Loshchilov 等 2024，凭记忆）。',
    failure: '节省的是步数而非时间：每步还要把全部矩阵拉回单位向量。',
    limits: ['α = 0：恒等', 'α = 1：没有恒等支路，x ← L2(F(x))'],
    synonyms: ['归一化 Transformer；代码中的 sqk、suv、sz', '易混：不需要预热和权重衰减；其系数除以 √d 后存储'],
  },
  'hyper-connections': {
    claim: '70 亿参数的混合专家模型用 4 条流（动态形式）收敛快 1.8 倍（Zhu 等 2024，凭记忆）。',
    failure: '多层的混合没有界；mHC 让混合矩阵成为双随机矩阵（公开代码用 20 次 Sinkhorn 迭代）。',
    limits: ['只有一条流且在训练开始时：前归一化（pre）'],
    synonyms: ['HC；公开代码中的 attn_hc 与 ffn_hc；mHC 是有界的形式', '易混：这里的混合是静态的；动态形式的混合取决于输入'],
  },
};
