/** What only Slack needs: on its cards, and on the web pages for installing the app into a workspace. */
export const slack = {
  'slack.install.done': 'Greenroom is installed. Open Slack and write to it.',
  'slack.install.expired': 'This link has expired. Begin again at /slack/install.',
  'slack.install.cancelled':
    'The installation was cancelled, and nothing was installed. You can begin again at /slack/install.',
  'slack.install.refused': 'Slack did not confirm the installation. Begin again at /slack/install.',
  'slack.shortened': '… shortened: ask for the transcript to read all of it',
  'slack.a-member': 'a member',
  'slack.a-channel': 'a channel',
} as const;
