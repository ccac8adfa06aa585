/** Names beside their colours. */
import { armCss } from '../shell/theme.ts';

export const Legend = ({ names }: { readonly names: readonly string[] }) => (
  <ul class="legend">
    {names.map((name, i) => (
      <li key={name} style={{ '--arm': armCss(i) }}>
        {name}
      </li>
    ))}
  </ul>
);
