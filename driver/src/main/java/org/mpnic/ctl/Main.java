package org.mpnic.ctl;

import java.io.PrintWriter;
import java.util.ServiceLoader;
import org.mpnic.abi.region.RegionException;
import org.mpnic.driver.DeviceLostException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Entry point of the tool: parses the command line, runs one command, maps its outcome to an exit
 * status.
 */
public final class Main {
  /** Exit status of a command that did what it was asked. */
  public static final int OK = 0;

  /** Exit status of a command that could not do it; one line on standard error says why. */
  public static final int FAILED = 1;

  /** Exit status of a command line that makes no sense. */
  public static final int USAGE = 2;

  private static final String FAULT = ": this is a fault of mpnic, MPNIC_DEBUG=1 shows where";

  private Main() {}

  /**
   * Runs the tool and ends the process with its exit status.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler(Main::explainError);
    System.exit(run(Console.ofProcess(), arguments));
  }

  /**
   * Runs the tool inside the calling process.
   *
   * @param console where it writes
   * @param arguments the command line
   * @return exit status: {@link #OK}, {@link #FAILED} or {@link #USAGE}
   */
  public static int run(Console console, String... arguments) {
    int status = commandLine(console).execute(arguments);
    console.out().flush();
    console.err().flush();
    return status;
  }

  /** The whole command tree, with the commands that other modules provide. */
  static CommandLine commandLine(Console console) {
    Commands factory = new Commands(console);
    CommandLine root = new CommandLine(new MpnicCommand(), factory);
    for (CardPart part : CardPart.values()) {
      root.addSubcommand(CardPartCommand.of(part, factory));
    }
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      root.addSubcommand(provider.command(console));
    }
    root.addSubcommand(new CompletionCommand(console));
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF));
    root.setOut(console.out());
    root.setErr(console.err());
    root.setUsageHelpWidth(100);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setParameterExceptionHandler(Main::explainUsage);
    root.setExecutionExceptionHandler(Main::explainFailure);
    return root;
  }

  private static int explainUsage(CommandLine.ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String what = failure.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
    command.getErr().println(name + ": " + what + ": see '" + name + " --help'");
    return USAGE;
  }

  /** A signal ends the process: what fails now fails because of that, and is no news. */
  private static boolean isEnding() {
    Thread probe = new Thread(() -> {}, "probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      return !Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  /** An error that no command expects, in any thread; a library that starts late may cause it. */
  private static void explainError(Thread thread, Throwable error) {
    if (isEnding()) {
      return;
    }
    if (System.getenv("MPNIC_DEBUG") != null) {
      error.printStackTrace();
    }
    System.err.println("mpnic: " + error + " in thread " + thread.getName() + FAULT);
    System.exit(FAILED);
  }

  /** Failures whose message is one line that says what, which value, and what to do. */
  private static boolean isForTheUser(Exception failure) {
    return failure instanceof UserError
        || failure instanceof RegionException
        || failure instanceof DeviceLostException;
  }

  private static int explainFailure(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (isEnding()) {
      return FAILED;
    }
    PrintWriter err = command.getErr();
    if (isForTheUser(failure)) {
      err.println("mpnic: " + failure.getMessage());
      return FAILED;
    }
    if (System.getenv("MPNIC_DEBUG") != null) {
      failure.printStackTrace(err);
    }
    err.println("mpnic: " + UserError.oneLine(failure) + FAULT);
    return FAILED;
  }
}
