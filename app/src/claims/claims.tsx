/** What papers and the study note claim, with the verdicts and the evidence that came with the page. */
import { claimGroups, effectText, sizeText } from 'normlab/web';
import '../style/claims.css';
import { Field, Select } from '../part/field.tsx';
import { language, say } from '../shell/say.ts';
import { ClaimDetail } from './detail.tsx';
import { type Entry, entries } from './evidence.ts';
import { addressOf, type ClaimsState, change, found, state, verdictOf, verdicts } from './state.ts';
import { VerdictMark } from './verdict-mark.tsx';

export default function Claims() {
  const open = entries.find(({ claim }) => claim.id === state.value.claim);
  return open ? <ClaimDetail key={open.claim.id} entry={open} /> : <Overview />;
}

function Overview() {
  const shown = found(entries, state.value);
  return (
    <>
      <div class="intro">
        <h1>{say('lab.claims.title')}</h1>
        <p class="lead">{say('lab.claims.lead')}</p>
      </div>
      <Filters />
      <p class="note" role="status">
        {say('lab.claims.count', { shown: shown.length, total: entries.length })}
      </p>
      {shown.length === 0 && <p>{say('lab.claims.none')}</p>}
      {claimGroups.map((group) => {
        const own = shown.filter(({ claim }) => claim.group === group);
        return own.length > 0 && <Group key={group} group={group} entries={own} />;
      })}
    </>
  );
}

function Filters() {
  const { group, verdict, find } = state.value;
  const all = { value: 'all', text: say('lab.claims.all') };
  return (
    <section class="panel" aria-label={say('lab.claims.filter')}>
      <div class="fields spread">
        <Field label={say('lab.claims.search')} wide>
          {(id) => (
            <input
              id={id}
              type="text"
              autocomplete="off"
              spellcheck={false}
              maxLength={100}
              value={find}
              onInput={(event) => change({ find: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={say('lab.claims.group')}>
          {(id) => (
            <Select
              id={id}
              value={group}
              choices={[all, ...claimGroups.map((value) => ({ value, text: say(`claim.group.${value}`) }))]}
              onChange={(next) => change({ group: next as ClaimsState['group'] })}
            />
          )}
        </Field>
        <Field label={say('lab.claims.verdict')}>
          {(id) => (
            <Select
              id={id}
              value={verdict}
              choices={[all, ...verdicts.map((value) => ({ value, text: say(`claim.verdict.${value}`) }))]}
              onChange={(next) => change({ verdict: next as ClaimsState['verdict'] })}
            />
          )}
        </Field>
      </div>
    </section>
  );
}

const Group = ({ group, entries: own }: { readonly group: (typeof claimGroups)[number]; readonly entries: readonly Entry[] }) => (
  <section class="claims">
    <h2>{say(`claim.group.${group}`)}</h2>
    <ul>
      {own.map((entry) => (
        <Row key={entry.claim.id} entry={entry} />
      ))}
    </ul>
  </section>
);

function Row({ entry }: { readonly entry: Entry }) {
  const { claim, measured } = entry;
  const decision = measured?.decision;
  const size = decision ? sizeText(claim.rule, decision.effect, language.value) : '';
  return (
    <li>
      <VerdictMark verdict={verdictOf(entry)} />
      <div>
        <a href={addressOf(claim.id)}>{claim.statement[language.value]}</a>
        {decision && (
          <p class="note">{[effectText(decision.effect, decision, language.value), size].filter((part) => part !== '').join(' · ')}</p>
        )}
      </div>
    </li>
  );
}
