package org.mpnic.bench.rings;

import java.nio.file.Path;
import java.util.List;
import org.mpnic.bench.baseline.NativeBuild;

/** A ring of rings.c; every call runs the program anew, which forks its other process. */
final class NativeRings implements RingPair {
  private final Path program;
  private final String kind;

  /**
   * A ring in C.
   *
   * @param dpdk DPDK's rte_ring
   */
  NativeRings(boolean dpdk) {
    program = NativeBuild.program(NativeBuild.RINGS, dpdk);
    kind = dpdk ? "rte" : "c";
  }

  @Override
  public double stream(int batch, int milliseconds) {
    return RingTimes.perSecond(run("stream", Integer.toString(batch), milliseconds)[0]);
  }

  @Override
  public long[] ping(int milliseconds) {
    return run("ping", null, milliseconds);
  }

  private long[] run(String what, String batch, int milliseconds) {
    String time = Integer.toString(milliseconds);
    List<String> command =
        batch == null
            ? List.of(program.toString(), kind, what, time)
            : List.of(program.toString(), kind, what, batch, time);
    String[] words = NativeBuild.output(command).strip().split(" ");
    if (words.length != 4 || !words[3].equals("0")) {
      throw new IllegalStateException(command + ": an entry was wrong: " + String.join(" ", words));
    }
    return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
  }

  @Override
  public void close() {}
}
