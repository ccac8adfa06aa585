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
  'error.textEmpty': '文本文件 {file} 是空的。请提供有内容的文件。',
  'error.textBinary': '文件 {file} 是二进制数据，不是文本。请提供 UTF-8 纯文本。',
  'error.textNotUtf8': '文件 {file} 不是 UTF-8 文本。请先转换，例如用 "iconv -t UTF-8"。',
  'error.textTooLarge': '文件 {file} 有 {given} 字节，最多只能读取 {expected} 字节。请只提供其中一部分。',
  'error.textUnreadable': '无法读取文件 {file}：{reason}。请检查文件名和位置。',
  'note.textLength': '共 {length} 个字符，词表 {vocabSize} 个 token',
  'note.vocabCapped': '{replaced} 个罕见字符共用一个 token；词表共 {vocabSize} 个 token',
  'note.shortText': '文本只有 {length} 个字符：结果差异主要来自记忆。',
};
