/**
 * The library of the bus over NATS, with its version.
 *
 * @module
 */
export {
  connect,
  type ConnectionOptions,
  type NatsConnection,
  PermissionViolationError,
  type Subscription,
} from "npm:@nats-io/transport-node@3.4.0";
