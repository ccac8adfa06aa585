import type { probeEn } from './probe.en.ts';

export const probeZh: Readonly<Record<keyof typeof probeEn, string>> = {
  'cli.probe.about': '对一个模型提出训练时没有测量的问题：跳过某块、有效深度、锐度等。',
  'cli.argument.probe': '“normlab train” 写出的运行文件夹，或规格文件（取初始化时的模型）',
  'cli.flag.what': '要问什么，用逗号分隔：{choices}',
  'cli.flag.probeBatches': '使用的验证批次数',
  'cli.flag.probeEngine': '由什么计算：{choices}（默认与运行相同）',
  'cli.probe.trained': '{placement} · {steps} 步之后 · {batches} 个验证批次，每批 {batchSize} 个序列 · {engine}',
  'cli.probe.initial': '{placement} · 初始化时 · {batches} 个验证批次，每批 {batchSize} 个序列 · {engine}',
  'cli.probe.place': '位置',
  'cli.progress.probe': '探测 {percent}% · {done} / {total}',
  'cli.probe.interrupted': '已中断：{total} 个探测中有 {done} 个已结束。',
  'error.probeStreams': '探测 {probe} 需要一条各块都写入的残差流；{placement} 按规则“{rule}”保存多条流。请为它选择别的探测。',
  'error.probeCurves': '探测 {probe} 读取一次运行的曲线。请给出运行的文件夹，而不是规格。',
  'error.probeTarget':
    '{path} 不是运行的文件夹，也不是规格文件（{reason}）。请给出 “normlab train SPEC --out FOLDER” 写出的文件夹，或一个规格。',
  'error.probeNoRun': '{folder} 中没有可读取的 run.json。请给出 “normlab train SPEC --out FOLDER” 写出的文件夹，或一个规格。',
  'error.probeWeights':
    '{folder} 里没有权重：其运行的状态是 {state}。请用 “normlab train SPEC --out FOLDER” 训练，它会把权重存入 checkpoints/final.safetensors。',
  'error.probeOtherWeights': '{file} 中不是旁边那次运行的权重：{key} 缺失或大小不同。',
  'error.probeNothing': '--what 没有给出任何探测。请从这些中选择：{choices}',
};
