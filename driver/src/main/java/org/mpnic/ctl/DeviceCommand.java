package org.mpnic.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts, stops and lists cards. */
@Command(
    name = "device",
    mixinStandardHelpOptions = true,
    description = "Start, stop and list cards.",
    footerHeading = "%nExample:%n",
    footer = {"  mpnic device start --name nic0", "  mpnic device list"})
final class DeviceCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "what to do is missing: start, stop, list, show or reset");
  }
}
