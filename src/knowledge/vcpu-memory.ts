/**
 * Memory, in MB, at which a function has one vCPU.
 * "Lambda allocates CPU power in proportion to the amount of memory configured […] At 1,769 MB, a function has the
 * equivalent of one vCPU": https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html, checked 2026-11-24.
 */
export const memoryMbOfOneVcpu = 1769;
