package org.mpnic.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.mpnic.ctl.Console;

/**
 * What a measurement ran on.
 *
 * @param processor name of the processor
 * @param processors number of processors that the process may use
 * @param system operating system
 * @param java version and maker of the JDK
 * @param load processes that wanted to run, on average over the last minute; more than the own one
 *     means that absolute figures say little
 */
public record Machine(String processor, int processors, String system, String java, double load) {
  /** The machine that this process runs on, now. */
  public static Machine here() {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** One line for a person. */
  public String line() {
    return String.format(
        "%s, %d processors, load %.1f, %s, %s", processor, processors, load, system, java);
  }

  /**
   * Prints the end of a report.
   *
   * @param missing why a baseline is missing, or null
   * @param how how it was measured
   */
  public void print(Console console, String missing, String how) {
    if (missing != null) {
      console.out().println(missing);
    }
    console.out().println(line());
    console.out().println(how);
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException none) {
      return System.getProperty("os.arch");
    }
  }
}
