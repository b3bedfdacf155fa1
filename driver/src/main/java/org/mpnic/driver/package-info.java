/**
 * The host side of the card: attach, admin commands, receive queues and events. Imports
 * org.mpnic.abi and org.mpnic.abi.region, never the model.
 */
package org.mpnic.driver;
