/** The languages of Whisper, by their codes. */
const codes =
  'en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue'.split(
    ' ',
  );
/** Languages that Whisper names differently from the Unicode tables. */
const ownNames: Record<string, string> = {
  myanmar: 'my',
  nynorsk: 'nn',
  maori: 'mi',
  javanese: 'jw',
  tagalog: 'tl',
  faroese: 'fo',
};
const namesOfLanguages = new Intl.DisplayNames('en', { type: 'language' });
const byName = new Map(codes.map((code) => [namesOfLanguages.of(code)?.toLowerCase() ?? code, code]));

/** `english`, `English` or `en` → `en`. Unknown names become `und` (undetermined). */
export function languageCode(name: string): string {
  const lower = name.trim().toLowerCase();
  if (codes.includes(lower)) return lower;
  return ownNames[lower] ?? byName.get(lower) ?? 'und';
}
