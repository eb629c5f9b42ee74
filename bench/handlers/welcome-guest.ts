import type { PostConfirmationTriggerEvent, PostConfirmationTriggerHandler } from "aws-lambda";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const sqs = new SQSClient({});

/** Cognito waits for the answer, so the mail itself is another function's work. */
export const handler: PostConfirmationTriggerHandler = async (event) => {
  if (event.triggerSource === "PostConfirmation_ConfirmSignUp") await queueWelcome(event);
  return event;
};

async function queueWelcome({ request, userName }: PostConfirmationTriggerEvent): Promise<void> {
  const { email, locale = "en" } = request.userAttributes;
  if (email === undefined) return;
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: process.env.MAIL_QUEUE_URL,
      MessageBody: JSON.stringify({ to: email, template: "welcome", language: locale.slice(0, 2), userName }),
    }),
  );
}
