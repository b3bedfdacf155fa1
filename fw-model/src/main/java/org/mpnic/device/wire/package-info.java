/**
 * The wire between two cards, in one process or in two; may import {@code org.mpnic.abi}, {@code
 * org.mpnic.device.port} and {@code org.mpnic.model}.
 */
package org.mpnic.device.wire;
