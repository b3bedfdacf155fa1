package org.mpnic.ctl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Replays the bundled capture, then sends some data from card to card. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Replay a bundled capture of Linux' MPTCP through a card, then send data from card to card.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic demo")
final class DemoCommand implements Callable<Integer> {
  /** The capture, from the project's folder: four connections of two subflows, both ways. */
  private static final String CAPTURE =
      "fw-model/testbed/src/main/resources/org/mpnic/testbed/captures/multi-v4-csum1.pcap";

  /** Data of the loop at the end. */
  private static final long LOOP_BYTES = 4 << 20;

  private final Console console;

  @Mixin private DirectoryOption directory;
  @Mixin private CardOptions card;
  @Mixin private OutputOptions output;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path capture = Path.of(System.getProperty("mpnic.home", "."), CAPTURE);
    if (!Files.isReadable(capture)) {
      throw new UserError("no such file " + capture + ": start the demo by driver/bin/mpnic");
    }
    ReplayReport report =
        ReplayCommand.run(ReplayOptions.of(capture), null, directory.directory(), card, console);
    LoopOptions loop = LoopOptions.of(LOOP_BYTES);
    LoopReport came = LoopCommand.run(loop, directory.directory(), card, console);
    output.print(new Overview(report, came));
    if (came.problem() != null) {
      throw new UserError(came.problem());
    }
    return Main.OK;
  }

  /**
   * A replay, with a line per stream as text, and a loop.
   *
   * @param replay what came of it
   * @param loop what came through two cards
   */
  record Overview(ReplayReport replay, LoopReport loop) implements Report {
    @Override
    public void printText(Console console) {
      replay.printTable(console);
      console.out().println();
      replay.printFigures(console.out());
      console.out().println();
      console.out().println("Data from card to card, by two subflows:");
      loop.printText(console);
    }
  }
}
