/**
 * Ports of the device: capture files turned into frames with arrival cycles. May import
 * org.mpnic.wire, org.mpnic.wire.capture and org.mpnic.model.config.
 */
package org.mpnic.device.port;
