/**
 * Everything that Greenroom says in English, by key: ICU MessageFormat, one file per surface. `{greenroom}`
 * stands for how the program is called, as in `Run: {greenroom} models pull {model}`; the wording fills it
 * in.
 */
import { again } from './again.ts';
import { bank } from './bank.ts';
import { cards } from './cards.ts';
import { charts } from './charts.ts';
import { cli } from './cli.ts';
import { commands } from './commands.ts';
import { config } from './config.ts';
import { consent } from './consent.ts';
import { conversation } from './conversation.ts';
import { dialogs } from './dialogs.ts';
import { discord } from './discord.ts';
import { doctor } from './doctor.ts';
import { faults } from './faults.ts';
import { feedback } from './feedback.ts';
import { followUps } from './follow-ups.ts';
import { linking } from './linking.ts';
import { metrics } from './metrics.ts';
import { models } from './models.ts';
import { notices } from './notices.ts';
import { pairing } from './pairing.ts';
import { peerInterview } from './peer-interview.ts';
import { prepare } from './prepare.ts';
import { privacy } from './privacy.ts';
import { progress } from './progress.ts';

import { schedules } from './schedules.ts';
import { shortPractices } from './short-practices.ts';
import { slack } from './slack.ts';
import { stories } from './stories.ts';
import { terminal } from './terminal.ts';
import { terms } from './terms.ts';
import { voice } from './voice.ts';

export const messages = {
  ...consent,
  ...faults,
  ...again,
  ...bank,
  ...cards,
  ...charts,
  ...commands,
  ...conversation,
  ...progress,
  ...dialogs,
  ...feedback,
  ...followUps,
  ...discord,
  ...linking,
  ...metrics,
  ...models,
  ...notices,
  ...pairing,
  ...prepare,
  ...privacy,
  ...peerInterview,
  ...schedules,
  ...shortPractices,
  ...slack,
  ...stories,
  ...terminal,
  ...terms,
  ...cli,
  ...doctor,
  ...config,
  ...voice,
} as const;
