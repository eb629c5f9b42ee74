import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { findTicket } from "./ticket-store";

const sns = new SNSClient({});

/** Tells the agents' channel what happened to a ticket. */
export async function announce(ticketId: string, what: string): Promise<void> {
  const ticket = await findTicket(ticketId);
  await sns.send(
    new PublishCommand({
      TopicArn: process.env.AGENTS_TOPIC_ARN,
      Subject: ticket?.subject.slice(0, 100),
      Message: `Ticket ${ticketId} ${what}.`,
    }),
  );
}
