package org.mpnic.ctl;

/**
 * A subcommand that another module brings, found by {@link java.util.ServiceLoader}: the module
 * lists its provider in {@code META-INF/services/org.mpnic.ctl.CommandProvider}.
 */
public interface CommandProvider {
  /**
   * The command to hang below {@code mpnic}.
   *
   * @param console where the command writes
   * @return an object annotated with picocli's {@code @Command}, with a name and an example in its
   *     footer
   */
  Object command(Console console);
}
