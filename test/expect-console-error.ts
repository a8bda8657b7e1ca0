let expected: RegExp | undefined

/** Lets the current test complain on console.error, if it says this. */
export function expectConsoleError(pattern: RegExp) {
  expected = pattern
}

/** For the setup file: what the test announced, once. */
export function takeExpectation(): RegExp | undefined {
  const taken = expected
  expected = undefined
  return taken
}
