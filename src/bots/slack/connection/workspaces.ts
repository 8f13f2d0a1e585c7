/** The workspaces and organisations where the app is installed, and their API clients. */
import type { SlackInstallation, SlackInstallations, TenantId } from '../../../domain.ts';
import { CoachError } from '../../../errors.ts';
import { type ClientOptions, call, createWebClient, type WebClient } from '../client.ts';
import { causeOf, explanationOf } from '../faults.ts';

/** The app in one workspace. */
export type Workspace = {
  teamId: string;
  /** The id under which the app is installed: the workspace's own, or that of its organisation. */
  installedAs: string;
  botUserId: string;
  botId: string;
  botToken: string;
  client: WebClient;
};

/** Where something happened: a workspace and, on Enterprise Grid, its organisation. */
export type InstalledIn = {
  teamId: string;
  organisationId: string | null;
  /** Whether Slack says that the organisation's installation is meant. */
  isForOrganisation: boolean;
};

export type Workspaces = {
  /** The workspace's own installation, else its organisation's. Null where the app is not installed. */
  find(teamId: string, organisationId?: string | null): Promise<Workspace | null>;
  /** Throws `not_found`. */
  of(tenant: TenantId): Promise<Workspace>;
  /** Stores a workspace or an organisation that has just installed the app. */
  add(installation: SlackInstallation): Promise<void>;
  /** The app was removed from a workspace or an organisation: its token is erased. */
  remove(id: string): Promise<void>;
};

export const tenantOf = (teamId: string): TenantId => `slack:${teamId}`;
export const teamOf = (tenant: TenantId): string => tenant.slice('slack:'.length);
/** Ids of organisations begin with E, those of workspaces with T. */
export const isOrganisation = (id: string): boolean => id.startsWith('E');

/** With a bot token, the workspace or organisation that it belongs to; with installations, those too. */
export async function openWorkspaces(given: {
  botToken: string | undefined;
  installations: SlackInstallations | null;
  client: ClientOptions;
  /** Called with one sentence when the only workspace has removed the app. */
  refused(error: CoachError): void;
}): Promise<Workspaces> {
  const { botToken, installations, client, refused } = given;
  const known = new Map<string, Workspace>();
  const toWorkspace = (
    { teamId, organisationId, botUserId, botId, botToken: token }: Omit<SlackInstallation, 'teamName'>,
    options: ClientOptions = client,
  ): Workspace => {
    // The token of an organisation does not say which of its workspaces a call is about.
    const inTeam = organisationId === undefined ? options : { ...options, teamId };
    const installedAs = organisationId ?? teamId;
    return { teamId, installedAs, botUserId, botId, botToken: token, client: createWebClient(token, inTeam) };
  };
  // Where others can install the app, they are served without this one.
  const isOnlyOne = installations === null;
  const watched = isOnlyOne
    ? { ...client, refused: (error: unknown) => refused(refusedToken(error)) }
    : client;
  const own = botToken === undefined ? null : toWorkspace(await identify(botToken, client), watched);
  if (own) known.set(own.teamId, own);

  /** The installation of its organisation now serves a workspace, after a restart too. */
  const serve = async (teamId: string, organisationId: string): Promise<SlackInstallation | null> => {
    const organisation = (await installations?.find(organisationId)) ?? null;
    if (!organisation) return null;
    await installations?.serve(teamId, organisationId);
    return { ...organisation, teamId, organisationId };
  };
  const find: Workspaces['find'] = async (teamId, organisationId = null) => {
    const cached = known.get(teamId);
    if (cached) return cached;
    const installation =
      (await installations?.find(teamId)) ??
      (organisationId === null ? null : await serve(teamId, organisationId));
    const workspace = installation ? toWorkspace(installation) : ofOwnOrganisation(teamId, organisationId);
    if (workspace) known.set(teamId, workspace);
    return workspace;
  };
  /** The bot token may be that of an organisation: which workspaces it has, only Slack knows. */
  const ofOwnOrganisation = (teamId: string, organisationId: string | null): Workspace | null => {
    if (!own || !isOrganisation(own.teamId)) return null;
    if (organisationId === null ? !isOnlyOne : organisationId !== own.teamId) return null;
    return toWorkspace({ ...own, teamId, organisationId: own.teamId }, watched);
  };
  const forget = (id: string) => {
    for (const [teamId, { installedAs }] of known)
      if (teamId === id || installedAs === id) known.delete(teamId);
  };
  return {
    find,
    async of(tenant) {
      const workspace = await find(teamOf(tenant));
      if (workspace) return workspace;
      throw new CoachError('not_found', 'fault.slack-uninstalled', { team: teamOf(tenant) });
    },
    async add(installation) {
      await installations?.save(installation);
      forget(installation.teamId);
      known.set(installation.teamId, toWorkspace(installation));
    },
    async remove(id) {
      forget(id);
      await installations?.remove(id);
      if (isOnlyOne && id === own?.teamId) refused(removedApp());
    },
  };
}

const refusedToken = (error: unknown) => explanationOf(error) ?? removedApp();

const removedApp = () => new CoachError('bad_config', 'fault.slack-app-removed');

/** Which workspace or organisation, and which app, a token belongs to. Throws `bad_config` with one sentence for a wrong one. */
async function identify(
  botToken: string,
  options: ClientOptions,
): Promise<Omit<SlackInstallation, 'teamName'>> {
  try {
    const client = createWebClient(botToken, options);
    const known = await call(() => client.auth.test());
    const { user_id: botUserId, bot_id: botId } = known;
    const teamId = known.is_enterprise_install === true ? known.enterprise_id : known.team_id;
    if (teamId && botUserId && botId) return { teamId, botUserId, botId, botToken };
  } catch (error) {
    const cause = causeOf(error);
    const refusal = explanationOf(cause);
    if (refusal?.code === 'bad_config') throw refusal;
    throw new CoachError('network', 'fault.slack-unreachable', {}, { cause });
  }
  throw new CoachError('bad_config', 'fault.slack-bot-token-wrong');
}
