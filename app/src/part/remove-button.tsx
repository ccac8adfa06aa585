import { say } from '../shell/say.ts';

/** Takes an arm away. */
export const RemoveButton = ({ name, onClick }: { readonly name: string; readonly onClick: () => void }) => (
  <button type="button" class="quiet icon" aria-label={say('lab.race.remove', { name })} onClick={onClick}>
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 4l8 8M12 4l-8 8" />
    </svg>
  </button>
);
