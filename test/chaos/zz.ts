import { liveAYear } from './live-a-year.js';
import { without, type Guard } from './plants.js';
const sets: [Guard[], number][] = [[['precondition'], 35], [['precondition', 'readBack'], 35], [['addressRule'], 35], [['ruleOut'], 35], [['claimKey'], 60]];
for (const [guards, days] of sets) { const hits: string[] = [];
  for (let seed = 1; seed <= 14 && hits.length < 3; seed++) { const t = Date.now(); const { violations } = await liveAYear({ seed, services: 4, days, honestLists: false, restarts: false, plants: without(...guards) }); if (violations.length) { hits.push(`${seed}:${[...new Set(violations.map((v) => v.rule))].join('+')} (${Date.now() - t}ms)`); } }
  console.error(guards.join('+'), hits.join(', ')); }
