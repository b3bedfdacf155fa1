package org.mpnic.bench;

import org.mpnic.ctl.CommandProvider;
import org.mpnic.ctl.Console;

/** Hangs {@code bench} below {@code mpnic}. */
public final class BenchCommandProvider implements CommandProvider {
  @Override
  public Object command(Console console) {
    return new BenchCommand();
  }
}
