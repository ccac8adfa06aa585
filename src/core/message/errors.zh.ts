import type { errorsEn } from './errors.en.ts';

export const errorsZh: Record<keyof typeof errorsEn, string> = {
  'error.unknownId': '没有名为“{given}”的 {noun}。可选：{choices}。',
  'error.engineFailed': '引擎 {engine} 出错：{detail}。请用 --engine 换一个引擎，或减小模型。',
  'error.noOrtNode': '这里没有安装 onnxruntime-node（{detail}）。请运行 "npm install onnxruntime-node"，或使用 --engine ort-wasm。',
  'error.noAdapter': '这台机器没有可供 ONNX Runtime 使用的 WebGPU 适配器（{detail}）。请用 --engine ort-node 在 CPU 上运行。',
};
