/** 只有英文名称的家族的中文名称；line 是列表中的一行说明。键为“家族/成员”。 */
interface Name {
  readonly title: string;
  readonly line?: string;
}

export const namesZh: Readonly<Record<string, Name>> = {
  'activation/gelu': { title: 'GELU（精确）' },
  'activation/relu': { title: 'ReLU' },
  'activation/relu2': { title: '平方 ReLU' },
  'activation/swiglu': { title: 'SwiGLU' },
  'position/learned': { title: '可学习的位置编码' },
  'position/sinusoidal': { title: '正弦位置编码' },
  'position/rotary': { title: '旋转位置编码' },
  'position/none': { title: '无位置编码' },
  'optimizer/adamw': { title: 'AdamW' },
  'optimizer/adam': { title: 'Adam' },
  'optimizer/sgd': { title: '带动量的 SGD' },
  'schedule/warmup-cosine': { title: '预热后余弦衰减', line: 'lr·(r + (1 − r)·(1 + cos(π·t)) / 2)，预热之后 t 从 0 到 1' },
  'schedule/warmup': { title: '线性预热后不变' },
  'schedule/warmup-inverse-sqrt': { title: '预热后按平方根倒数衰减' },
  'schedule/wsd': { title: '预热、平稳、线性衰减', line: 'lr，最后一部分步数线性降至 r·lr' },
  'schedule/constant': { title: '恒定' },
  'task/text': { title: '', line: 'c₁ … cₙ → c₂ … cₙ₊₁；每个位置都计入损失' },
  'task/masked-text': { title: '', line: 'c₁ … [遮] … cₙ → 每个遮住处的字符；只计被问到的位置' },
  'task/classification': { title: '', line: 'x₁ … xₙ → 所属类别；每条序列一个答案' },
  'task/copy': { title: '', line: 's₁ … sₙ | s₁ … sₙ；计分隔符之后的部分' },
  'task/reverse': { title: '', line: 's₁ … sₙ | sₙ … s₁；计分隔符之后的部分' },
  'task/sort': { title: '', line: 's₁ … sₙ | s₍₁₎ ≤ … ≤ s₍ₙ₎；计分隔符之后的部分' },
  'task/addition': { title: '', line: 'a₁ … aₙ + b₁ … bₙ = cₙ₊₁ … c₁；计等号之后的部分' },
  'task/associative-recall': { title: '', line: 'k₁ v₁ … kₙ vₙ kᵢ → vᵢ；只计答案' },
  'task/dyck': { title: '', line: '( [ ] { } ) … → 下一个括号；只计右括号' },
  'task/modular-addition': { title: '', line: 'a b = → (a + b) mod p；只计答案' },
  'task/translation': { title: '', line: 'x₁ … xₘ 终 ⇒ 始 y₁ … yₙ → y₁ … yₙ 终；不计填充' },
  'task/images': { title: '', line: 'p₁ … pₙ → 所属类别；每张图像一个答案' },
  'diagnostic/gradient-norm': { title: '梯度范数', line: '每个权重矩阵的 ‖∂loss/∂W‖；每块按其全部矩阵合计；last-ffn 为最后一块的 fc2' },
  'diagnostic/stream-rms': {
    title: '残差流均方根',
    line: '词元和特征上的 √mean(x²)，按子层：in（相加之前）、sum（刚相加）、out（出口归一化之后）',
  },
  'diagnostic/identity-share': { title: '恒等支路占比', line: '每个和的 ‖identity‖² / (‖identity‖² + ‖write‖²)，0 到 1；其余为支路占比' },
  'diagnostic/max-abs': { title: '最大激活值', line: '每次相加之后残差流的 max |x|' },
  'diagnostic/update-ratio': { title: '更新权重比', line: '一步优化的 ‖ΔW‖ / ‖W‖，按权重矩阵；每块按其全部矩阵合计' },
  'diagnostic/embedding-share': { title: '嵌入占比', line: '每块之后的 ⟨x_l, x_0⟩ / (‖x_l‖·‖x_0‖)，取全部词元；只看给出答案的那一侧' },
  'diagnostic/angular-distance': {
    title: '角距离',
    line: '块的输入与输出之间 (1/π)·arccos cos，取词元平均，0 到 1（block）；若每次写入都与恒等支路垂直时的同一量（walk）',
  },
  'diagnostic/block-influence': { title: '块影响', line: '块的输入与输出之间的 1 − cos，取词元平均' },
  'diagnostic/dependency-ratio': { title: '对残差支路的依赖', line: '每个和的 Var[write] / Var[identity + write]，取词元和特征' },
  'diagnostic/attention-entropy': {
    title: '注意力熵',
    line: '对键 j 求 −Σ_j A_ij·ln A_ij，取序列、头和查询的平均，单位 nat；只看一个键为 0，均匀看 n 个键为 ln n',
  },
  'diagnostic/attention-max-logit': {
    title: '最大注意力分数',
    line: 'softmax 之前分数 q·k/√dHead 的最大值（按计划的因子），取查询能看到的全部键',
  },
  'diagnostic/kurtosis': {
    title: '峰度',
    line: '每块之后的残差流：特征上的 E[x⁴] / E[x²]²，取词元平均（token）；对各特征在词元上的均方根求同一量，1 到 dModel（feature）',
  },
  'diagnostic/outlier': {
    title: '离群特征',
    line: '每块之后残差流最大特征在词元上的均方根 / 全部特征的均方根；全部相同为 1，集中于一个为 √dModel',
  },
  'diagnostic/update-function': {
    title: '函数的更新',
    line: '在这一步的批次上 ‖F(x, 更新后的 θ) − F(x, θ)‖ / ‖F(x, θ)‖，取输出头读取的量（final.out）与 logits；分段的模型不测',
  },
  'engine/ort-node': { title: 'ONNX Runtime 原生库，CPU' },
  'engine/ort-wasm': { title: 'ONNX Runtime 的 WebAssembly 版；在 Node 与浏览器中逐位相同' },
  'engine/ort-node-webgpu': { title: 'ONNX Runtime 原生库，经 WebGPU 用 GPU' },
  'engine/reference': { title: '纯 TypeScript，float64；慢，是其他引擎的评判' },
  'residual/plain': { title: '一条流' },
  'residual/dual': { title: '一条流，另有全部写入之和', line: 's ← s + F；out = x + N(s)' },
  'residual/siamese': { title: '共用支路的两条流，一条归一化，一条普通', line: 'F 读取 x + N(y)；y ← y + F；out = x + N(y)' },
  'residual/hyper': { title: '可学习混合的多条流', line: 'F 读取 Σ r_j h_j；h_i ← w_i·F + Σ m_ji h_j；out = N(Σ h_i)' },
};
