/**
 * The host side of the card: attach, rings, queues, streams and events. Imports org.mpnic.abi and
 * org.mpnic.wire, never the model.
 */
package org.mpnic.driver;
