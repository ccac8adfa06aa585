import type { errorsEn } from './errors.en.ts';

export const errorsZh: Record<keyof typeof errorsEn, string> = {
  'error.unknownId': '没有名为“{given}”的 {noun}。可选：{choices}。',
  'error.engineFailed': '引擎 {engine} 出错：{detail}。请用 --engine 换一个引擎，或减小模型。',
  'error.noOrtNode': '这里没有安装 onnxruntime-node（{detail}）。请运行 "npm install onnxruntime-node"，或使用 --engine ort-wasm。',
  'error.noAdapter': '这台机器没有可供 ONNX Runtime 使用的 WebGPU 适配器（{detail}）。请用 --engine ort-node 在 CPU 上运行。',
  'error.spec': '实验配置有误：\n{problems}\n可用 "normlab schema spec" 查看格式。',
  'error.heads': '宽度 {width} 不能被 {heads} 个头平分。请选择能整除 {width} 的头数：{choices}。',
  'error.warmup': '共 {steps} 步，预热 {given} 步后所剩无几。请减少预热步数或增加总步数。',
  'error.fixedContext': '任务 {task} 的上下文固定为 {expected} 个 token，不能是 {given}。请不要指定上下文长度。',
  'error.modulus': '模数 {given} 太小，请取 3 或更大。',
  'error.textTooShort': '文本只有 {given} 个字符；上下文 {seqLen} 并留出验证集至少需要 {expected} 个。请提供更长的文本，或减小 --context。',
};
