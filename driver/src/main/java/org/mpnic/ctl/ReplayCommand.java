package org.mpnic.ctl;

import java.nio.file.Files;
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
    description = "Replay a capture through a card and report every stream in it.",
    footerHeading = "%nExample:%n",
    footer = {
      "  mpnic replay capture.pcapng --out streams",
      "  mpnic replay capture.pcap --pcap annotated.pcapng --wave ports.vcd --json"
    })
final class ReplayCommand implements Callable<Integer> {
  /** When frames enter a port. */
  enum Rate {
    /** Back to back. */
    LINE,
    /** At the capture's times. */
    CAPTURE
  }

  private final Console console;

  @Parameters(
      paramLabel = "CAPTURE",
      description = "pcap or pcapng; Ethernet, Linux cooked, raw IP or PPP.")
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
      description = "Write pcapng with a comment per packet: what the card made of it.")
  private Path pcap;

  @Option(
      names = "--wave",
      paramLabel = "FILE.vcd",
      description = "Write the signals between the stages, for GTKWave.")
  private Path wave;

  @Option(
      names = "--rate",
      defaultValue = "line",
      description = "line: back to back; capture: at the capture's times (default: line).")
  private Rate rate;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port that all frames enter (default: the capture's interfaces in turn).")
  private Integer port;

  @Option(
      names = "--as-captured",
      description = "Leave frames over the maximum size and partial checksums as they are.")
  private boolean asCaptured;

  @Option(
      names = {"-d", "--device"},
      paramLabel = "NAME",
      description = "A card that runs already (default: one is started and ended).")
  private String name;

  @Mixin private DirectoryOption directory;
  @Mixin private CardOptions card;
  @Mixin private OutputOptions output;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    checkCapture(capture);
    if (port != null && port < 0) {
      throw new UserError("--port " + port + ": ports are counted from 0");
    }
    ReplayOptions options =
        new ReplayOptions(
            capture,
            port == null ? -1 : port,
            rate == Rate.CAPTURE,
            asCaptured,
            out,
            force,
            pcap,
            wave);
    ReplayReport report = run(options, name, directory.directory(), card, console);
    output.print(report);
    if (report.problem() != null) {
      throw new UserError(report.problem());
    }
    return Main.OK;
  }

  /** Replays on the named card, or on one of its own when the name is null. */
  static ReplayReport run(
      ReplayOptions options, String name, Path directory, CardOptions card, Console console) {
    try (StreamFiles files =
            options.out() == null ? null : new StreamFiles(options.out(), options.force());
        AttachedCard attached =
            name == null
                ? AttachedCard.ofItsOwn(directory, card)
                : AttachedCard.running(DeviceOptions.checkedName(name), directory, card)) {
      return new Replay(attached.nic(), options, files, console).run();
    }
  }

  private static void checkCapture(Path capture) {
    if (!Files.exists(capture)) {
      throw new UserError("no such file " + capture + ": give the path of a capture");
    }
    if (!Files.isRegularFile(capture)) {
      throw new UserError(capture + " is not a file: give the path of a capture");
    }
    if (!Files.isReadable(capture)) {
      throw new UserError("cannot read " + capture + ": check its permissions");
    }
  }
}
