/** A text in British spelling as Americans, and recognisers of speech, write it: to compare by, not to show. */
export function americanSpelling(text: string): string {
  return text.replace(/\b[a-z]{5,}\b/gi, (word) => {
    const lower = word.toLowerCase();
    const known =
      american.get(lower) ?? rules.reduce((one, [form, ending]) => one.replace(form, ending), lower);
    return known === lower ? word : known;
  });
}

const american = new Map(
  'defence defense|defences defenses|offence offense|licence license|catalogue catalog|catalogues catalogs|analogue analog|dialogue dialog|dialogues dialogs|programme program|artefact artifact|artefacts artifacts|cheque check|judgement judgment|ageing aging|sceptical skeptical|analyse analyze|analysed analyzed|analyser analyzer|analysing analyzing|centred centered'
    .split('|')
    .map((pair) => pair.split(' ') as [string, string]),
);

const rules: readonly (readonly [RegExp, string])[] = [
  // "Promise" becomes "promize" too, which does no harm where both sides of a comparison do.
  [/(?<=[a-z]{3})is(?=(?:e|ed|er|ers|es|ing|ation|ations|able)$)/, 'iz'],
  [/(?<=^(?:behavi|col|fav|flav|harb|hon|lab|neighb|val))our/, 'or'],
  [/(?<=^(?:cent|fib|lit|met|theat))re(?=s?$)/, 'er'],
  [/(?<=^(?:cancel|channel|label|level|model|signal|travel|total|tunnel))l(?=(?:ed|er|ers|ing)$)/, ''],
];
