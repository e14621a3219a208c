/** Wrong input: one sentence that names the option or key, the value and what is allowed. Ends with exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
