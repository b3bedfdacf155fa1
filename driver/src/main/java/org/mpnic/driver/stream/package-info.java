/**
 * Data streams of MPTCP and TCP connections, put together from completions and, where the card did
 * not judge, from raw frames. Imports org.mpnic.driver, org.mpnic.abi and org.mpnic.wire, never the
 * model.
 */
package org.mpnic.driver.stream;
