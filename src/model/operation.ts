/** What the administrator is about to do. */
export const operations = ['capture', 'pxe', 'deploy', 'policy'] as const;
export type Operation = (typeof operations)[number];

/** `blocking`: a fail stops the operation. `advisory`: it is said and does not decide. */
export type Weight = 'blocking' | 'advisory';

/** The operations that a check belongs to, each with its weight. */
export type Gate = { [O in Operation]?: Weight };

export type Verdict = 'go' | 'no-go' | 'cannot-tell';
