package org.mpnic.bench.rings;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionSpec;
import org.mpnic.bench.baseline.ProcessorPin;

/** The card's completion rings, by the classes that device and driver use, in a region of files. */
final class DriverRings implements RingPair {
  static final int COMPLETION_ENTRIES = 1024;
  private static final int BUFFER_BYTES = 256;
  private static final int PINGS_AT_ONCE = 4096;

  private final Path directory;
  private final RegionFile region;
  private final Process peer;
  private final BufferedReader answers;
  private final Writer commands;
  private final RingEnds ends;
  private final RingTimes times = new RingTimes();

  /** Starts the other process, which runs on a processor of its own. */
  DriverRings() {
    try {
      directory = Files.createTempDirectory(RegionDirectory.resolve(null), "mpnic-rings");
      Path file = directory.resolve("rings");
      region = RegionFile.create(file, spec());
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
      String flags = System.getProperty("mpnic.device.jvm", "").strip();
      if (!flags.isEmpty()) {
        command.addAll(List.of(flags.split("\\s+")));
      }
      command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(RingPeer.class.getName(), file.toString()));
      peer =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
              .start();
      answers =
          new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
      commands = peer.outputWriter(StandardCharsets.UTF_8);
      answers.readLine();
      ends = new RingEnds(region, 1, 0, peer::isAlive);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A region with two completion rings. */
  static RegionSpec spec() {
    return RegionSpec.defaults("rings").withQueues(2, COMPLETION_ENTRIES / 4, BUFFER_BYTES);
  }

  @Override
  public double stream(int batch, int milliseconds) {
    return ProcessorPin.on(0, () -> streamHere(batch, milliseconds));
  }

  private double streamHere(int batch, int milliseconds) {
    try {
      command("stream " + batch);
      times.clear();
      ends.receive(batch);
      long start = System.nanoTime();
      long before = start;
      do {
        window(batch);
        long after = System.nanoTime();
        times.add(after - before);
        before = after;
      } while (before - start < TimeUnit.MILLISECONDS.toNanos(milliseconds));
      command("end");
      while (!answers.ready()) {
        ends.drain();
      }
      ends.drain();
      check(answers.readLine());
      return RingTimes.perSecond(times.quantile(0.5));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void window(int batch) {
    int left = RingTimes.WINDOW;
    while (left > 0) {
      left -= ends.receive(Math.min(batch, left));
    }
  }

  @Override
  public long[] ping(int milliseconds) {
    return ProcessorPin.on(0, () -> pingHere(milliseconds));
  }

  private long[] pingHere(int milliseconds) {
    try {
      times.clear();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
      do {
        command("echo " + PINGS_AT_ONCE);
        long before = System.nanoTime();
        for (int i = 0; i < PINGS_AT_ONCE; i++) {
          ends.send(1);
          ends.receive(1);
          long after = System.nanoTime();
          times.add(after - before);
          before = after;
        }
        check(answers.readLine());
      } while (System.nanoTime() < end);
      return new long[] {times.quantile(0.5), times.quantile(0.99)};
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void command(String line) throws IOException {
    commands.write(line + "\n");
    commands.flush();
  }

  private void check(String answer) {
    String expected = ends.received() + " true";
    if (!expected.equals(answer) || !ends.isRight()) {
      throw new IllegalStateException(
          "entries received and right: " + expected + ", not " + answer);
    }
  }

  @Override
  public void close() {
    peer.destroyForcibly();
    region.close();
    try {
      Files.deleteIfExists(region.path());
      Files.deleteIfExists(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
