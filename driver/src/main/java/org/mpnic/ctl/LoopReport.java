package org.mpnic.ctl;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came through a loop of two cards.
 *
 * @param sha256Sent SHA-256 of the data sent; with several connections, of their SHA-256 one behind
 *     the other, 32 bytes each
 * @param sha256Received the same of the data received
 * @param equal whether both are the same
 * @param bytes stream bytes sent
 * @param bytesReceived stream bytes received, up to the first hole of each connection
 * @param bytesMissing stream bytes that did not arrive, before and behind the first hole
 * @param cycles simulated cycles from reset to the end, of the receiving card
 * @param holes gaps in the data that arrived
 * @param ports the ports, with their share of line rate
 * @param gigabitsPerSecond stream bytes by simulated time from the first data frame's arrival to
 *     the last one's; 0 if there are no two
 * @param hostGigabytesPerSecond stream bytes by the time that this run took for the data
 * @param connections one entry per connection
 * @param slowPathFrames frames that the receiving host's software had to map
 * @param drops frames dropped by the receiving card, by reason, and frames that the wire lost
 * @param wireReordered frames that the wire held back
 * @param wireDuplicated frames that the wire gave twice
 * @param mappingsByCard mappings whose checksum the receiving card judged
 * @param mappingsBySoftware mappings whose checksum the receiving host summed
 * @param badChecksums mappings whose checksum was wrong
 * @param hostNs time of the data, in nanoseconds
 * @param problem why it cannot be said that only what the wire lost is missing, and that the rest
 *     is right, one line; null if it can
 */
public record LoopReport(
    String sha256Sent,
    String sha256Received,
    boolean equal,
    long bytes,
    long bytesReceived,
    long bytesMissing,
    long cycles,
    long holes,
    List<Port> ports,
    double gigabitsPerSecond,
    double hostGigabytesPerSecond,
    List<Connection> connections,
    long slowPathFrames,
    Map<String, Long> drops,
    long wireReordered,
    long wireDuplicated,
    long mappingsByCard,
    long mappingsBySoftware,
    long badChecksums,
    long hostNs,
    String problem)
    implements Report {
  private static final int CONNECTIONS_SHOWN = 8;

  /**
   * One port of the sending card while data flowed.
   *
   * @param port its number
   * @param frames frames that left
   * @param lineRateShare share of the wire's time that they took, 1.0 = 100 %
   */
  public record Port(int port, long frames, double lineRateShare) {}

  /**
   * One connection.
   *
   * @param token the sender's token, 8 lower-case hexadecimal digits
   * @param bytes received
   * @param holes gaps
   * @param sha256 of the bytes received
   * @param subflowBytes payload bytes that came on each subflow, repetitions included
   */
  public record Connection(
      String token, long bytes, long holes, String sha256, List<Long> subflowBytes) {}

  @Override
  public void printText(Console console) {
    PrintWriter out = console.out();
    for (Connection connection : connections.subList(0, shown())) {
      out.println(
          "connection "
              + connection.token()
              + "  "
              + connection.bytes()
              + " bytes, "
              + connection.holes()
              + " holes, subflows "
              + connection.subflowBytes());
    }
    if (connections.size() > shown()) {
      out.println("... and " + (connections.size() - shown()) + " connections more");
    }
    for (Port port : ports) {
      out.println(
          String.format(
              Locale.ROOT,
              "port %d  %d frames, %.2f %% of line rate",
              port.port(),
              port.frames(),
              100 * port.lineRateShare()));
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%.2f Gbit/s simulated, %d cycles; this run %.3f GB/s",
            gigabitsPerSecond,
            cycles,
            hostGigabytesPerSecond));
    out.println(
        slowPathFrames
            + " frames by slow path; mappings judged: "
            + mappingsByCard
            + " by the card, "
            + mappingsBySoftware
            + " in software, "
            + badChecksums
            + " bad; drops: "
            + (drops.isEmpty() ? "none" : drops));
    if (wireReordered + wireDuplicated > 0) {
      out.println("wire: " + wireReordered + " reordered, " + wireDuplicated + " duplicated");
    }
    out.println("sent      " + bytes + " bytes  sha256 " + sha256Sent);
    if (holes > 0) {
      out.println("arrived   " + (bytes - bytesMissing) + " bytes, behind holes too");
    }
    String received = "received  " + bytesReceived + " bytes  sha256 " + sha256Received;
    out.println(equal ? received : console.red(received));
    out.println(equal ? console.bold("equal") : console.red(missing()));
  }

  private String missing() {
    String text = "NOT EQUAL, " + holes + " hole" + (holes == 1 ? "" : "s");
    return text
        + (problem == null
            ? " of " + bytesMissing + " bytes that the wire lost; all else arrived and is right"
            : "");
  }

  private int shown() {
    return Math.min(CONNECTIONS_SHOWN, connections.size());
  }
}
