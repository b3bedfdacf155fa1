package org.mpnic.ctl;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes the commands of the tree: those with a constructor that takes a {@link Console} get the
 * tool's.
 */
final class Commands implements IFactory {
  private final Console console;

  Commands(Console console) {
    this.console = console;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (var constructor : type.getDeclaredConstructors()) {
      Class<?>[] parameters = constructor.getParameterTypes();
      if (parameters.length == 1 && parameters[0] == Console.class) {
        return type.cast(constructor.newInstance(console));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
