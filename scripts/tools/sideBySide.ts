/** Does several things at once, as many as there are places. */
export interface Job {
  /** Jobs of one line are done one after the other. */
  readonly line?: string;
  /** Until then it takes no place. Where this fails the job fails, without being begun. */
  readonly after?: Promise<unknown>;
  readonly work: () => Promise<void>;
}

/**
 * Does every job, in their order but for those that must still wait. A job that fails ends nothing else.
 * @throws AggregateError of what jobs threw, after all have ended.
 */
export const sideBySide = async (jobs: readonly Job[], places: number): Promise<void> => {
  const waiting = new Set(jobs);
  const ready = new Set<Job>();
  const busy = new Set<string>();
  const errors: unknown[] = [];
  const running = new Set<Promise<void>>();
  const coming = jobs.map(async (job) => {
    try {
      await job.after;
      ready.add(job);
    } catch (error) {
      waiting.delete(job);
      errors.push(error);
    }
  });
  const start = (job: Job): void => {
    const { line, work } = job;
    waiting.delete(job);
    if (line !== undefined) busy.add(line);
    const done = work()
      .catch((error: unknown) => {
        errors.push(error);
      })
      .finally(() => {
        if (line !== undefined) busy.delete(line);
        running.delete(done);
      });
    running.add(done);
  };
  const next = (): Job | undefined =>
    [...waiting].find((job) => ready.has(job) && (job.line === undefined || !busy.has(job.line)));
  while (waiting.size > 0 || running.size > 0) {
    for (let job = next(); job && running.size < places; job = next()) start(job);
    const stillComing = jobs.flatMap((job, at) =>
      waiting.has(job) && !ready.has(job) ? [coming[at] ?? Promise.resolve()] : [],
    );
    await Promise.race([...running, ...stillComing]);
  }
  if (errors.length > 0) throw new AggregateError(errors, "Not all could be done.");
};
