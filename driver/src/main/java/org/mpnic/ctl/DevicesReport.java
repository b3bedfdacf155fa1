package org.mpnic.ctl;

import java.io.PrintWriter;
import java.util.List;
import org.mpnic.driver.inspect.CardSummary;

/** Reports on cards as a whole. */
final class DevicesReport {
  private DevicesReport() {}

  /**
   * The cards of a folder.
   *
   * @param directory folder of the shared memory
   * @param devices every card found there, stale ones included
   */
  record Listing(String directory, List<CardSummary> devices) implements Report {
    @Override
    public void printText(Console console) {
      if (devices.isEmpty()) {
        console.out().println("no devices in " + directory);
        return;
      }
      TextTable table =
          new TextTable(
              console, "name", "state", "pid", "host", "ports", "queues", "MiB", "remark");
      for (CardSummary card : devices) {
        table.row(
            card.name(),
            card.state(),
            pid(card.devicePid()),
            pid(card.hostPid()),
            card.ports(),
            card.queues(),
            card.regionBytes() >> 20,
            remark(card));
      }
      table.print();
    }

    private static Object pid(long pid) {
      return pid == 0 ? null : pid;
    }

    private static String remark(CardSummary card) {
      if (card.problem() != null) {
        return card.problem();
      }
      return card.alive() ? "" : "no process serves it: mpnic device stop " + card.name();
    }
  }

  /**
   * One card.
   *
   * @param device what is known of it
   */
  record Single(CardSummary device) implements Report {
    @Override
    public void printText(Console console) {
      PrintWriter out = console.out();
      out.println(console.bold(device.name()) + "  " + device.state());
      out.println("  region      " + device.region() + ", " + device.regionBytes() + " bytes");
      out.println("  device      " + process(device.devicePid()));
      out.println("  host        " + process(device.hostPid()));
      out.println("  generation  " + device.generation());
      out.println("  ports       " + device.ports());
      out.println(
          "  queues      "
              + device.queues()
              + " of "
              + device.ringEntries()
              + " buffers, "
              + device.bufferBytes()
              + " bytes each");
      if (device.problem() != null) {
        out.println("  " + console.red(device.problem()));
      }
    }

    private static String process(long pid) {
      return pid == 0 ? "none" : "process " + pid;
    }
  }

  /**
   * What was done to a card.
   *
   * @param device name of the card
   * @param action what was done, in the past tense
   * @param pid process id of the device, 0 if there is none
   */
  record Done(String device, String action, long pid) implements Report {
    @Override
    public void printText(Console console) {
      console.out().println(device + ": " + action + (pid == 0 ? "" : " (process " + pid + ")"));
    }
  }
}
