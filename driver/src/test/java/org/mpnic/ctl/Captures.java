package org.mpnic.ctl;

import java.nio.file.Path;

/** The bundled captures as files. */
final class Captures {
  private static final Path FOLDER =
      Path.of("..", "fw-model/testbed/src/main/resources/org/mpnic/testbed/captures");

  private Captures() {}

  /** One connection, two subflows, checksums on, frames as on a wire. */
  static final Path BASIC = file("v4-csum1-offload_off-basic.pcap");

  /** Four connections at once. */
  static final Path MULTI = file("multi-v4-csum1.pcap");

  private static Path file(String name) {
    return FOLDER.resolve(name).toAbsolutePath().normalize();
  }
}
