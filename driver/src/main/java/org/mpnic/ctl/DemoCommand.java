package org.mpnic.ctl;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Replays the bundled capture. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Replay a bundled capture of Linux' MPTCP through a card.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic demo")
final class DemoCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    throw new UserError("not wired" + output);
  }
}
