/** What is said about data that is kept, exported, erased and backed up. */
export const privacy = {
  'remains.nothing-held': 'Nothing was held about you.',
  'remains.count':
    'What remains is a count without a name: one more person was forgotten, and how many answers they had given.',
  'remains.large-files':
    'What remains is a count without a name: one more person was forgotten, and how many answers they had given. The files are large: what was freed in them and in the backups is overwritten tonight.',
  'remains.busy-database':
    'What remains is a count without a name: one more person was forgotten, and how many answers they had given. The database is busy: what was freed in it is overwritten tonight.',
  'remains.backups':
    'What remains is a count without a name: one more person was forgotten, and how many answers they had given. These backups could not be changed and still contain the data: {files}.',

  'maintenance.dropped':
    '{sounds, plural, one {# recording} other {# recordings}}, the words of {answers, plural, one {# answer} other {# answers}} and {evaluations, plural, one {# evaluation} other {# evaluations}} were dropped',
  'maintenance.backed-up': '{name} was made',
  'maintenance.no-backups': 'no backups are configured',
  'maintenance.by-the-server': 'PostgreSQL is backed up where it runs, not by this program',
  'maintenance.in-memory': 'a database in memory has no backups',
  'maintenance.erased': 'everything was overwritten',
  'maintenance.not-erased': 'everything was overwritten, except in {files}',
  'maintenance.failed': 'it failed; the log says why',

  'turn.deleted': 'A follow-up to an answer that was deleted.',
  'turn.expired': 'A follow-up question about something you said, which is no longer kept.',

  'export.readme': `# What Greenroom holds about you

Written on {at} UTC, for these accounts:

{accounts}

- **answers.md**: your {answers, plural, one {# answer} other {# answers}}, with what was asked, what you said and how it was judged.
- **data.json**: everything, table by table, as it is stored. It leaves out who else took part or rated you.
{charts}
{recordings, plural, =0 {No recording of your voice is held.} one {- **recordings/**: the one recording that is held, as WAV.} other {- **recordings/**: the # recordings that are held, as WAV.}}{leftOut, plural, =0 {} one { One older recording is held too, and is too large for one file: ask the owner of the bot for it.} other { # older recordings are held too, and are too large for one file: ask the owner of the bot for them.}}

To have all of this erased, use the command \`privacy forget\` where you practise, or \`{greenroom} forget\` in a terminal.
`,
  'export.account': '- {tenant}, as {userId}',
  'export.no-account': '- none',
  'export.chart': '- **charts/{name}**: {alt}',
  'export.answers': '# Your answers',
  'export.no-answers': 'You have not answered anything yet.',
  'export.answer': '## {at} UTC · {domain} · {level}',
  'export.no-words': 'The words are no longer kept.',
  'export.overall': 'Overall: {overall} of 100{scores}.',
  'export.no-overall': 'Overall: not scored{scores}.',
  'export.good': 'Good: {text}',
  'export.next-time': 'Next time: {text}',
  'export.not-judged':
    'Not judged: {state, select, open {it was never submitted} cancelled {it was withdrawn} failed {it could not be processed} other {it is on its way}}.',
} as const;
