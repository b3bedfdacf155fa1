package org.mpnic.ctl;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a capture became on its way through the card.
 *
 * @param capture file name of the capture
 * @param frames frames that the port put on the wire
 * @param cycles simulated cycles from reset to the last completion
 * @param slowPathFrames frames that the host's software had to map
 * @param drops frames dropped, by reason; only reasons that occurred
 * @param streams one entry per direction of each connection that carried data
 * @param simulatedNs the cycles as time, in nanoseconds
 * @param cyclesPerFrame cycles by frames
 * @param exceptions frames with an exception, by reason; only reasons that occurred
 * @param cutFrames frames of the capture that the port cut to the maximum frame size
 * @param completedChecksums frames whose partial TCP checksum the port completed
 * @param mappingsByCard mappings whose checksum the card judged
 * @param mappingsBySoftware mappings whose checksum the driver summed
 * @param rate {@code line} or {@code capture}
 * @param hostNs time that the replay took, in nanoseconds
 * @param problem what a port or the device reported as its failure, one line; null if nothing
 */
public record ReplayReport(
    String capture,
    long frames,
    long cycles,
    long slowPathFrames,
    Map<String, Long> drops,
    List<StreamReport> streams,
    long simulatedNs,
    double cyclesPerFrame,
    Map<String, Long> exceptions,
    long cutFrames,
    long completedChecksums,
    long mappingsByCard,
    long mappingsBySoftware,
    String rate,
    long hostNs,
    String problem)
    implements Report {

  @Override
  public void printText(Console console) {
    PrintWriter out = console.out();
    for (StreamReport stream : streams) {
      printStream(stream, console);
    }
    printFigures(out);
  }

  /** One line per stream, for an overview. */
  void printTable(Console console) {
    TextTable table =
        new TextTable(
            console,
            "id",
            "kind",
            "token",
            "from",
            "to",
            "subflows",
            "frames",
            "bytes",
            "holes",
            "checked",
            "bad",
            "queue",
            "sha256");
    for (StreamReport s : streams) {
      table.row(
          s.id(),
          kind(s),
          s.token(),
          s.from(),
          s.to(),
          s.subflows(),
          s.frames(),
          s.bytes(),
          s.holes(),
          s.mappings(),
          s.badChecksums(),
          s.queue(),
          s.sha256().substring(0, 16));
    }
    table.print();
  }

  private static String kind(StreamReport stream) {
    return stream.version() == null ? stream.kind() : stream.kind() + " v" + stream.version();
  }

  private static void printStream(StreamReport s, Console console) {
    PrintWriter out = console.out();
    String token = s.token() == null ? "" : "  token " + s.token();
    out.println(
        console.bold(s.id() + "  " + kind(s) + token + "  " + s.from() + " -> " + s.to())
            + "  queue "
            + s.queue());
    String holes = count(s.holes(), "hole");
    String bad = s.badChecksums() + " bad";
    out.printf(
        "   %s, %s, %s, %s checked (%s)%n",
        count(s.bytes(), "byte"),
        s.holes() == 0 ? holes : console.red(holes),
        count(s.frames(), "frame"),
        count(s.mappings(), "mapping"),
        s.badChecksums() == 0 ? bad : console.red(bad));
    out.println("   sha256 " + s.sha256());
    for (StreamReport.SubflowReport path : s.paths()) {
      out.printf(
          "   subflow %s -> %s  %s, %s%n",
          path.from(), path.to(), count(path.frames(), "frame"), count(path.bytes(), "byte"));
    }
  }

  /** The figures of the whole replay. */
  void printFigures(PrintWriter out) {
    out.println(
        String.format(
            Locale.ROOT,
            "%s, %d cycles (%.3f us), %.2f cycles a frame, %d by slow path (%.1f %%), mappings judged: %d by the card, %d in software",
            count(frames, "frame"),
            cycles,
            simulatedNs / 1e3,
            cyclesPerFrame,
            slowPathFrames,
            frames == 0 ? 0.0 : 100.0 * slowPathFrames / frames,
            mappingsByCard,
            mappingsBySoftware));
    if (cutFrames + completedChecksums > 0) {
      out.println(
          "offloaded frames: "
              + cutFrames
              + " cut to the maximum frame size, "
              + completedChecksums
              + " with the checksum completed");
    }
    out.println("drops: " + list(drops));
    out.println("exceptions: " + list(exceptions));
  }

  private static String list(Map<String, Long> byReason) {
    if (byReason.isEmpty()) {
      return "none";
    }
    StringBuilder list = new StringBuilder();
    byReason.forEach(
        (reason, frames) ->
            list.append(list.length() == 0 ? "" : ", ").append(reason).append(' ').append(frames));
    return list.toString();
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
