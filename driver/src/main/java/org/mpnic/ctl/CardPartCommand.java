package org.mpnic.ctl;

import java.util.concurrent.Callable;
import org.mpnic.driver.inspect.CardView;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command of a {@link CardPart}: its noun, with the one verb show. */
@Command(mixinStandardHelpOptions = true, footerHeading = "%nExample:%n")
final class CardPartCommand implements Runnable {
  @Spec private CommandSpec spec;

  private CardPartCommand() {}

  /** The noun of a part with its verb. */
  static CommandLine of(CardPart part, CommandLine.IFactory factory) {
    CommandLine noun = new CommandLine(new CardPartCommand(), factory);
    CommandLine verb = new CommandLine(new Show(part), factory);
    String example = "  mpnic " + part.noun() + " show -d nic0";
    describe(noun, part.noun(), part, example);
    describe(verb, "show", part, example + " --nonzero --json");
    return noun.addSubcommand(verb);
  }

  private static void describe(CommandLine command, String name, CardPart part, String example) {
    command.setCommandName(name);
    command
        .getCommandSpec()
        .usageMessage()
        .description("Show " + part.meaning() + ".")
        .footer(example);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do is missing: show");
  }

  /** The verb. */
  @Command(mixinStandardHelpOptions = true, footerHeading = "%nExample:%n")
  private static final class Show implements Callable<Integer> {
    private final CardPart part;

    @Option(names = "--nonzero", description = "Leave out what is zero or was never used.")
    private boolean nonzero;

    @Mixin private DeviceOptions device;
    @Mixin private OutputOptions output;

    private Show(CardPart part) {
      this.part = part;
    }

    @Override
    public Integer call() {
      try (CardView view = CardView.open(device.directory(), device.name())) {
        output.print(part.report(device.name(), view, nonzero));
      }
      return Main.OK;
    }
  }
}
