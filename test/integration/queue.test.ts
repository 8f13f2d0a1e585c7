import { onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { describeQueue } from '../contracts/describe-queue.ts';
import { sqliteOf, temporaryStore } from '../support/temporary.ts';

describeQueue('SQLite', {
  async open(options) {
    return temporaryStore(options);
  },
  async openAnother(store, options) {
    const another = openSqlite(`sqlite:${sqliteOf(store).path}`, options);
    onTestFinished(() => another.close());
    return another;
  },
  // Whoever looks for work finds them.
  async giveBackOfDead() {},
});
