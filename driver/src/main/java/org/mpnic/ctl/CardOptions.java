package org.mpnic.ctl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mpnic.driver.Nic;
import picocli.CommandLine.Option;

/**
 * How a card that is started now shall be; the device checks the values and names what is wrong.
 */
final class CardOptions {
  @Option(names = "--queues", paramLabel = "N", description = "Receive queues, 1 to 64.")
  private Integer queues;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the card by its name in NicConfig, like ports=4; repeatable.")
  private final Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "Datapath: java, or rtl, the verilated RTL, which is built first (default: java).")
  private String engine;

  /** What was asked for, as options of the device's main class. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (queues != null) {
      arguments.add("--queues=" + queues);
    }
    settings.forEach((name, value) -> arguments.add("--set=" + name + "=" + value));
    if (engine != null) {
      arguments.add("--engine=" + engine);
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
    if (engine != null) {
      throw new UserError(
          "--engine "
              + engine
              + ": device '"
              + nic.name()
              + "' runs already: leave the option out, or start another device");
    }
    if (!settings.isEmpty()) {
      throw new UserError(
          "--set " + settings + ": device '" + nic.name() + "' runs already: start another device");
    }
  }
}
