package org.mpnic.ctl;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints completion scripts for shells. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a completion script for a shell.",
    footerHeading = "%nExample:%n",
    footer = "  source <(mpnic completion bash)")
final class CompletionCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "the shell is missing: bash");
  }

  @Command(
      name = "bash",
      mixinStandardHelpOptions = true,
      description =
          "The script for bash; zsh reads it too, after 'autoload bashcompinit; bashcompinit'.",
      footerHeading = "%nExample:%n",
      footer = "  source <(mpnic completion bash)")
  int bash() {
    CommandLine root = spec.commandLine();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    console.out().print(AutoComplete.bash("mpnic", root));
    return Main.OK;
  }
}
