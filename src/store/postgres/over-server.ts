import {
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresDialect,
  replaceWithNoncontingentExpression,
} from 'kysely';
import type { Tables } from '../schema.ts';
import type { Db } from '../store.ts';
import type { PostgresServer } from './postgres-server.ts';

/** The tables of a database. */
export const overServer = ({ pool }: Pick<PostgresServer, 'pool'>): Db =>
  new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    // SQLite knows lists without anything in them; PostgreSQL does not.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  });
