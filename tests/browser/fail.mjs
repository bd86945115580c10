// How a suite says what it found.

/// Fails with a list of problems, if there are any.
export function fail(problems, title) {
  if (!problems.length) return;
  const error = new Error(`${title}\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  // Where in the harness it was thrown helps nobody.
  error.stack = error.message;
  throw error;
}
