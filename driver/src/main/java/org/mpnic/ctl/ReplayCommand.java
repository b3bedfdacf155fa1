package org.mpnic.ctl;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays a capture through a card and hands out the streams in it. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Replay a capture (pcap or pcapng) through a card and report every stream in it.",
    footerHeading = "%nExample:%n",
    footer = {
      "  mpnic replay capture.pcapng --out streams",
      "  mpnic replay capture.pcap --pcap annotated.pcapng --wave ports.vcd --json"
    })
final class ReplayCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "CAPTURE",
      description = "The capture: pcap or pcapng; Ethernet, Linux cooked, raw IP or PPP.")
  private Path capture;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write each stream to DIR/<id>-<token or tcp>.bin.")
  private Path out;

  @Option(names = "--force", description = "Let --out write to a folder that has files in it.")
  private boolean force;

  @Option(
      names = "--pcap",
      paramLabel = "FILE",
      description =
          "Write pcapng with a comment per packet: cycle, connection, subflow, DSN, queue, verdict.")
  private Path pcap;

  @Option(
      names = "--wave",
      paramLabel = "FILE.vcd",
      description = "Write the signals between the stages, for GTKWave.")
  private Path wave;

  @Mixin private OutputOptions output;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    throw new UserError("not wired" + console + capture + out + force + pcap + wave + output);
  }
}
