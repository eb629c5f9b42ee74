import type { Sourced } from "./fact.js";

/** A service that invokes functions itself, by permission of their policies. */
export interface InvokingService {
  /** Its name in ARNs of its resources. */
  readonly inArns: string;
  /** CloudFormation's types of these resources. */
  readonly types: readonly string[];
  /** One of the resources, as a message names it. */
  readonly words: string;
  /** What a policy calls the service. */
  readonly principal: string;
  /** Other names that it goes by, of a region. */
  readonly others?: RegExp;
}

/** @public Held against its date by the tests of all tables. */
export const invokingServicesSource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
  checked: "2026-11-27",
};

export const invokingServices: readonly InvokingService[] = [
  { inArns: "s3", types: ["AWS::S3::Bucket"], words: "a bucket", principal: "s3.amazonaws.com" },
  { inArns: "sns", types: ["AWS::SNS::Topic"], words: "a topic", principal: "sns.amazonaws.com" },
  { inArns: "events", types: ["AWS::Events::Rule"], words: "a rule", principal: "events.amazonaws.com" },
  { inArns: "iot", types: ["AWS::IoT::TopicRule"], words: "a rule of IoT", principal: "iot.amazonaws.com" },
  {
    inArns: "execute-api",
    types: [
      "AWS::ApiGateway::RestApi",
      "AWS::ApiGatewayV2::Api",
      "AWS::Serverless::Api",
      "AWS::Serverless::HttpApi",
    ],
    words: "an API",
    principal: "apigateway.amazonaws.com",
  },
  {
    inArns: "cognito-idp",
    types: ["AWS::Cognito::UserPool"],
    words: "a user pool",
    principal: "cognito-idp.amazonaws.com",
  },
  {
    inArns: "elasticloadbalancing",
    types: ["AWS::ElasticLoadBalancingV2::TargetGroup"],
    words: "a target group",
    principal: "elasticloadbalancing.amazonaws.com",
  },
  {
    inArns: "logs",
    types: ["AWS::Logs::LogGroup"],
    words: "a log group",
    principal: "logs.amazonaws.com",
    others: /^(?:delivery\.)?logs\.[\w-]+\.amazonaws\.com$/,
  },
];
