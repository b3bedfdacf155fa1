package org.mpnic.device;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device's log: what no answer to the host carries. */
final class DeviceLog {
  private static final Logger LOG = LoggerFactory.getLogger("mpnic.device");

  private DeviceLog() {}

  static void error(String text, Throwable cause) {
    LOG.error("{}: {}", text, cause.toString());
    LOG.debug(text, cause);
  }

  static void info(String text) {
    LOG.info(text);
  }
}
