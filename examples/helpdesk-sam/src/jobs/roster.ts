import { isWithinInterval, parseISO } from "date-fns";

interface RosterRequest {
  readonly skill: string;
}

interface Shift {
  readonly agentId: string;
  readonly skills: readonly string[];
  readonly from: string;
  readonly to: string;
}

const shifts = JSON.parse(process.env.SHIFTS ?? "[]") as readonly Shift[];

export const lambdaHandler = async ({ skill }: RosterRequest): Promise<{ agentId: string | undefined }> => {
  const now = new Date();
  const onDuty = shifts.filter(
    ({ skills, from, to }) =>
      skills.includes(skill) && isWithinInterval(now, { start: parseISO(from), end: parseISO(to) }),
  );
  return { agentId: onDuty[now.getMinutes() % onDuty.length]?.agentId };
};
