/** The session was closed for what another request came to. Nothing came of this one: it may be asked of another session. */
export class AskAgain extends Error {
  readonly reason: Error;

  constructor(reason: Error) {
    super("The session was closed for another request.", { cause: reason });
    this.reason = reason;
  }
}
