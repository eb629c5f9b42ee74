import { documentClient } from "../clients/dynamodb.js";
import { OrderRepository } from "./order-repository.js";

export const orders = new OrderRepository(documentClient, process.env.ORDERS_TABLE ?? "orders");
