package org.mpnic.ctl;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.driver.Nic;
import picocli.CommandLine.Option;

/** How a card that is started now shall be. */
final class CardOptions {
  @Option(
      names = "--queues",
      paramLabel = "N",
      description = "Receive queues, 1 to 64 (default: 8).")
  private Integer queues;

  /** What was asked for, as options of the device's main class. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (queues != null) {
      if (queues < 1 || queues > 64) {
        throw new UserError("--queues " + queues + " is out of range: use 1 to 64");
      }
      arguments.addAll(List.of("--queues", queues.toString()));
    }
    return arguments;
  }

  /** Refuses a card that runs already and is not as asked for. */
  void check(Nic nic) {
    if (queues != null && queues != nic.queueCount()) {
      throw new UserError(
          "--queues "
              + queues
              + ": device '"
              + nic.name()
              + "' has "
              + nic.queueCount()
              + ": leave the option out, or start another device");
    }
  }
}
