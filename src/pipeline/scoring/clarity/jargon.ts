import type { AnswerToScore } from '../text/analysis.ts';
import type { TextMatch } from '../text/disfluencies.ts';

/** Short forms that anyone who is asked such questions will know. */
const wellKnown = new Set(
  `AI API APIS APP AWS CD CI CPU CRUD CSS CSV DB DNS DOM GB GCP GPU HTML HTTP HTTPS ID IDE IDS IO IP IT JS JSON KB KPI LAN
  MB ML MVP OK OS PC PDF PHP PM PR PRS QA RAM RDS REST SDK SLA SLAS SLO SLOS SQL SSD SSH SSL TB TCP TLS TS TV UDP UI UK URL
  URLS US USA USB UTC UX VM VMS VPN WIFI XML YAML ACID OOP CTO CEO HR II III`.split(/\s+/),
);

/**
 * Short forms that are neither explained in the answer nor used in the question: "SSTable", "WAL" without
 * "write-ahead log". One is explained when brackets or words such as "which is" or "stands for" follow, or
 * when its letters begin the words before it.
 */
export function unexplainedTerms({ analysis, question, text }: AnswerToScore): TextMatch[] {
  const asked = question.text.toLowerCase();
  const seen = new Set<string>();
  return analysis.words.flatMap(({ text: word, start, end }): TextMatch[] => {
    if (!/^\p{Lu}{2,6}s?$/u.test(word) || wellKnown.has(word.toUpperCase()) || seen.has(word)) return [];
    seen.add(word);
    if (asked.includes(word.toLowerCase())) return [];
    const after = text.slice(end, end + 30);
    const before = text.slice(Math.max(0, start - 60), start);
    if (
      /^\s*(?:\(|,? ?(?:which|that) (?:is|are|means)|is a|are|means|stands for|, or\b|, meaning)/i.test(after)
    )
      return [];
    if (/\(\s*$/.test(before) || spells(before, word)) return [];
    return [{ start, end, text: word }];
  });
}

/** Whether the letters of a short form begin the words before it: "write-ahead log … WAL". */
function spells(before: string, word: string): boolean {
  const initials = (before.match(/[\p{L}\p{N}]+/gu) ?? []).map((part) => part[0]?.toLowerCase()).join('');
  return initials.includes(word.toLowerCase().replace(/s$/, ''));
}
