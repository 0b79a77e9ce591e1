/** The guards that can be taken away from outside, each of which must be missed. */
import { FREE_IP } from '../../src/domain/base/marker.js';
import { decide, decideBy, POLICIES, type PolicyName } from '../../src/domain/life/decide.js';
import type { Fact } from '../../src/domain/life/fact.js';
import type { Holding } from '../../src/domain/life/holding.js';
import { learn } from '../../src/domain/life/learn.js';
import type { Life } from '../../src/domain/life/life.js';
import type { Policy } from '../../src/domain/life/policies/policy.js';
import type { Opinion, Step } from '../../src/domain/life/step.js';
import { REAL_RULES, type Rules } from './rules.js';

const NAMES = Object.keys(POLICIES) as PolicyName[];

type Named = readonly [name: PolicyName, policy: Policy];

function by(policies: readonly Named[]): Rules {
  return { ...REAL_RULES, decide: (life, now) => decideBy(policies, life, now) };
}

const ALL: readonly Named[] = NAMES.map((name) => [name, POLICIES[name]]);

/** Moves a policy in front of or behind another one. */
function placed(name: PolicyName, where: 'before' | 'after', other: PolicyName): Rules {
  const rest = ALL.filter(([each]) => each !== name);
  const at = rest.findIndex(([each]) => each === other) + (where === 'after' ? 1 : 0);
  return by([...rest.slice(0, at), [name, POLICIES[name]], ...rest.slice(at)]);
}

function changed(name: PolicyName, change: (opinion: Opinion) => Opinion): Rules {
  return by(
    ALL.map(([each, policy]): Named => [
      each,
      each === name ? (life, now) => change(policy(life, now)) : policy,
    ]),
  );
}

const STAYS = (opinion: Opinion): Opinion =>
  opinion?.kind === 'call' && opinion.call.kind === 'readdress' && opinion.call.ip === FREE_IP
    ? null
    : opinion;

function learning(change: (after: Life, before: Life, fact: Fact) => Life): Rules {
  return { ...REAL_RULES, learn: (life, fact, now) => change(learn(life, fact, now), life, fact) };
}

const SURE = { editUntilMs: 0, paymentUntilMs: 0 };

function withoutDoubt(life: Life): Life {
  const sure = <H extends Holding>(holding: H): H => ({ ...holding, ...SURE });
  const { held, outgoing, acquiring } = life;
  return {
    ...life,
    held: held && sure(held),
    outgoing: outgoing.map(sure),
    acquiring: acquiring.kind === 'claimed' ? { ...acquiring, bindUntilMs: 0 } : acquiring,
  };
}

/** Names each telling anew, so that the pool does not know it again. */
function tellsTwice(life: Life, now: number): Step {
  const step = decide(life, now);
  if (step.kind !== 'call' || step.call.kind !== 'tellPool') return step;
  const tries = life.trouble.pool?.tries ?? 0;
  return { ...step, call: { ...step.call, key: `${step.call.key}/${tries}` } };
}

function forgetsTries(life: Life): Life {
  const trouble = Object.entries(life.trouble).map(([subject, each]) => [subject, { ...each, tries: 1 }]);
  return { ...life, trouble: Object.fromEntries(trouble) as Life['trouble'] };
}

/** Gives the rules that are left without each guard. */
export const GUARDS: Readonly<Record<string, Rules>> = {
  ...Object.fromEntries(NAMES.map((name) => [name, by(ALL.filter(([each]) => each !== name))])),
  withdrawal: { ...REAL_RULES, withdraws: false },
  look: { ...REAL_RULES, looks: false },
  forfeitWaits: { ...REAL_RULES, forfeitWaits: false },
  joinedWaits: by(
    ALL.map(([name, policy]): Named => [
      name,
      (life, now) => {
        const opinion = policy(life, now);
        return opinion?.kind === 'wait' ? { ...opinion, final: true } : opinion;
      },
    ]),
  ),
  emergencyFirst: placed('emergencyIsPaid', 'after', 'acquisitionGoesOn'),
  confirmFirst: placed('outgoingGoes', 'before', 'poolIsTold'),
  doubtFirst: placed('orderInDoubtIsLookedFor', 'after', 'suspendedMayLapse'),
  followsLast: placed('licenseFollows', 'before', 'acquisitionGoesOn'),
  stepAside: changed('acquisitionGoesOn', STAYS),
  exchange: changed('licenseFollows', STAYS),
  calling: learning((after) => ({ ...after, calling: null })),
  doubt: learning(withoutDoubt),
  wakeKeepsDoubt: learning((after, _before, fact) => (fact.kind === 'told' ? withoutDoubt(after) : after)),
  unknown: learning((after, before) =>
    after.held?.ip === null && before.held
      ? { ...after, held: { ...after.held, ip: before.held.ip } }
      : after,
  ),
  tries: learning(forgetsTries),
  keyedReturns: { ...REAL_RULES, decide: tellsTwice },
};
