import { buildClientFacts } from "./build-client-facts.js";

export const queueClients = buildClientFacts("queue", [
  { modules: ["kafkajs"], exports: ["Kafka"], construct: "new" },
  { modules: ["@confluentinc/kafka-javascript"], exports: ["KafkaJS.Kafka"], construct: "new" },
  {
    modules: ["@confluentinc/kafka-javascript"],
    exports: ["Producer", "HighLevelProducer"],
    construct: "new",
    closeMethods: ["disconnect"],
  },
  {
    modules: ["amqplib", "amqplib/callback_api"],
    exports: ["connect"],
    construct: "call",
    closeMethods: ["close"],
    connects: true,
  },
  {
    modules: ["bullmq"],
    exports: ["Queue", "FlowProducer", "QueueEvents"],
    construct: "new",
    closeMethods: ["close", "disconnect"],
    connects: true,
  },
  { modules: ["bull"], exports: ["default"], construct: "new", closeMethods: ["close"], connects: true },
  {
    modules: ["mqtt"],
    exports: ["connect", "connectAsync"],
    construct: "call",
    closeMethods: ["end", "endAsync"],
    connects: true,
  },
  {
    modules: ["@nats-io/transport-node"],
    exports: ["connect"],
    construct: "call",
    closeMethods: ["close", "drain"],
    connects: true,
  },
]);

export const httpClients = buildClientFacts("http", [
  { modules: ["axios"], exports: ["create"], construct: "call" },
  { modules: ["axios"], exports: ["Axios"], construct: "new" },
  { modules: ["got"], exports: ["extend", "got.extend"], construct: "call" },
  { modules: ["ky"], exports: ["create", "extend"], construct: "call" },
  {
    modules: ["undici"],
    exports: [
      "Agent",
      "BalancedPool",
      "Client",
      "EnvHttpProxyAgent",
      "Pool",
      "ProxyAgent",
      "RetryAgent",
      "RoundRobinPool",
      "Socks5ProxyAgent",
    ],
    construct: "new",
    closeMethods: ["close", "destroy"],
  },
  {
    // The specifier without `node:`.
    modules: ["http", "https"],
    exports: ["Agent"],
    construct: "either",
    closeMethods: ["destroy"],
    source: "https://nodejs.org/api/http.html#class-httpagent",
  },
  {
    modules: ["http2"],
    exports: ["connect"],
    construct: "call",
    closeMethods: ["close", "destroy"],
    connects: true,
    source: "https://nodejs.org/api/http2.html#http2connectauthority-options-listener",
  },
  { modules: ["graphql-request"], exports: ["GraphQLClient"], construct: "new" },
]);
