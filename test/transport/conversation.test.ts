import { expect, test } from 'vitest';
import { Conversation } from '../../src/transport/conversation.ts';

const limits = { connectMs: 60_000, hostMs: 60_000 };

test('whoever is told of a failure may end the rest: each question is replied to once, the first with its own reason', async () => {
  const enough = new AbortController();
  const told: string[] = [];
  const questions = ['Identity', 'Boot', 'Services'].map((name) => ({
    request: { read: `Read-${name}`, parameters: {} },
    rows: false,
    limits: { idleMs: 60_000, totalMs: 60_000, signal: enough.signal },
  }));
  const conversation: Conversation = new Conversation(
    questions,
    (reply, index) => {
      told.push(`${index} ${reply.ok ? 'ok' : reply.failed}`);
      if (index === 0) enough.abort();
    },
    limits,
    (trouble) => conversation.fail(trouble),
  );
  conversation.begin();
  conversation.fail({ failed: 'authentication', message: 'no' });
  await conversation.replied;
  expect(told).toEqual(['0 authentication', '1 interrupted', '2 interrupted']);
});
