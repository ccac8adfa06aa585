/** What is left to find out. */
import type { Section } from '../types.ts';

export const disputeSection: Section = {
  title: { en: 'Where papers disagree', zh: '论文之间的分歧' },
  blocks: [
    {
      kind: 'text',
      text: {
        en: 'What each says, side by side and not averaged; in brackets the claims that bear on it, as they came out here.',
        zh: '各方的说法并列在此，不取平均；括号中是与之有关的结论，以及在这里的判定。',
      },
    },
    { kind: 'disputes' },
  ],
};

export const openSection: Section = {
  title: { en: 'Open questions', zh: '未决问题' },
  blocks: [
    {
      kind: 'text',
      text: {
        en: 'Neither shown nor refuted here. After each statement stands the run that would settle it.',
        zh: '在这里既未显示，也未被否定。每条说法之后是能见分晓的运行。',
      },
    },
    { kind: 'next', outcomes: ['not shown at this scale', 'none'] },
  ],
};

export const followUpSection: Section = {
  title: { en: 'Follow-ups', zh: '后续' },
  blocks: [
    {
      kind: 'text',
      text: {
        en: 'Contradicted here. Each deserves a second look under these conditions:',
        zh: '与实测相反。每条都值得在下列条件下再看一次：',
      },
    },
    { kind: 'next', outcomes: ['contradicted'] },
    {
      kind: 'text',
      text: {
        en: 'And beyond the claims: `npx normlab list placements` names every placement there is, `npx normlab explain deepnorm` says what is known of one, and `npx normlab probe` asks a trained model how deep it really is.',
        zh: '结论之外：`npx normlab list placements` 列出所有归一化位置，`npx normlab explain deepnorm` 说明其中一种，`npx normlab probe` 询问训练好的模型实际上有多深。',
      },
    },
  ],
};
