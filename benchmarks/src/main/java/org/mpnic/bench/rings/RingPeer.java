package org.mpnic.bench.rings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.bench.baseline.ProcessorPin;

/**
 * The other process: takes one command a line and answers with the number of entries that it has
 * sent.
 *
 * <p>{@code stream BATCH}: sends until there is more input. {@code echo COUNT}: sends an entry for
 * each of so many that come. It ends with its input.
 */
final class RingPeer {
  private static final int ENTRIES_BETWEEN_LOOKS = 1 << 16;

  private RingPeer() {}

  /**
   * Runs; argument: the region's file.
   *
   * @throws IOException when input or output breaks
   */
  public static void main(String[] arguments) throws IOException {
    try (RegionFile region = RegionFile.open(Path.of(arguments[0]))) {
      ProcessorPin.on(1, () -> serve(region));
    }
  }

  private static Void serve(RegionFile region) {
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    RingEnds ends = new RingEnds(region, 0, 1, parent::isAlive);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("stream")) {
          stream(ends, Integer.parseInt(words[1]), in);
        } else if (words[0].equals("echo")) {
          echo(ends, Integer.parseInt(words[1]));
        }
        System.out.println(ends.sent() + " " + ends.isRight());
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return null;
  }

  private static void stream(RingEnds ends, int batch, BufferedReader in) throws IOException {
    while (!in.ready()) {
      for (int i = 0; i < ENTRIES_BETWEEN_LOOKS; i += batch) {
        ends.send(batch);
      }
    }
    in.readLine();
  }

  private static void echo(RingEnds ends, int count) {
    for (int i = 0; i < count; i++) {
      ends.receive(1);
      ends.send(1);
    }
  }
}
